package dev.svar.bench.scale;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Endpoints with as many methods as one likes, compiled when they are needed. */
final class Methods {
  private static final String CLASS = "Generated";

  private Methods() {}

  /** An object with {@code echo0}, {@code echo1} and so on, which give back what they get. */
  static Object endpoint(int methods) throws ReflectiveOperationException {
    StringBuilder source = new StringBuilder("public class " + CLASS + " {\n");
    for (int i = 0; i < methods; i++) {
      source.append("  public Object echo").append(i).append("(Object value) { return value; }\n");
    }
    byte[] compiled = compiled(source.append("}\n").toString());
    ClassLoader loader =
        new ClassLoader(Methods.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) {
            return defineClass(name, compiled, 0, compiled.length);
          }
        };
    return loader.loadClass(CLASS).getConstructor().newInstance();
  }

  private static byte[] compiled(String text) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("no Java compiler (expected: a JDK)");
    }
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///" + CLASS + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JavaFileManager files =
        new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling)
              throws IOException {
            return new SimpleJavaFileObject(URI.create("bytes:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                return bytes;
              }
            };
          }
        };
    List<String> options = List.of("-parameters", "-proc:none");
    if (!compiler.getTask(null, files, null, options, null, List.of(source)).call()) {
      throw new IllegalStateException("not compiled");
    }
    return bytes.toByteArray();
  }
}
