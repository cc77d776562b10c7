package dev.svar;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Which room may know which: the arrows of the design, which point one way. */
final class ArchitectureTest {

  private static final String VOCABULARY = "dev.svar";
  private static final String RPC = "dev.svar.rpc..";
  private static final String NOTIFY = "dev.svar.notify..";
  private static final String CLASSIC = "dev.svar.classic..";
  private static final String ENDPOINT = "dev.svar.internal.endpoint..";
  private static final String ENGINE = "dev.svar.internal.engine..";
  private static final String CODEC = "dev.svar.internal.codec..";
  private static final String CONFIG = "dev.svar.internal.config..";
  private static final String DRIVER = "dev.svar.driver";
  private static final String MEMORY = "dev.svar.driver.memory..";

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.svar");

  @Test
  void the_driver_interface_knows_no_other_room() {
    hold(classes().that().resideInAPackage(DRIVER).should().onlyDependOnClassesThat(areIn(DRIVER)));
  }

  @Test
  void the_memory_driver_knows_what_any_driver_knows() {
    hold(
        classes()
            .that()
            .resideInAPackage(MEMORY)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(MEMORY, DRIVER, "java..", "org.slf4j..", "org.jspecify..")));
  }

  @Test
  void the_codec_knows_the_vocabulary_without_transport_and_the_message_of_a_driver() {
    hold(
        classes()
            .that()
            .resideInAPackage(CODEC)
            .should()
            .onlyDependOnClassesThat(areIn(CODEC, VOCABULARY, DRIVER).and(not(transport()))));
  }

  @Test
  void the_configuration_knows_the_vocabulary_without_transport_and_the_options_of_a_driver() {
    hold(
        classes()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .onlyDependOnClassesThat(areIn(CONFIG, VOCABULARY, DRIVER).and(not(transport()))));
  }

  @Test
  void the_engine_knows_vocabulary_codec_configuration_and_driver() {
    hold(
        classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat(areIn(ENGINE, VOCABULARY, CODEC, CONFIG, DRIVER)));
  }

  @Test
  void endpoints_know_the_vocabulary_their_annotations_and_the_arguments_of_the_codec() {
    hold(
        classes()
            .that()
            .resideInAPackage(ENDPOINT)
            .should()
            .onlyDependOnClassesThat(
                areIn(ENDPOINT, VOCABULARY, CODEC).and(not(transport())).or(whatIsExposed())));
  }

  @Test
  void
      what_applications_see_knows_no_drivers_and_configuration_only_where_it_has_names_of_its_own() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(RPC, NOTIFY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONFIG, DRIVER, MEMORY));
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(CLASSIC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DRIVER, MEMORY));
  }

  @Test
  void rpc_and_the_classic_verbs_do_not_know_each_other() {
    hold(
        noClasses()
            .that()
            .resideInAPackage(RPC)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLASSIC));
    hold(
        noClasses()
            .that()
            .resideInAPackage(CLASSIC)
            .should()
            .dependOnClassesThat(resideInAPackage(RPC).and(not(whatIsExposed()))));
  }

  @Test
  void the_vocabulary_does_not_know_who_speaks_it() {
    hold(
        noClasses()
            .that()
            .resideInAPackage(VOCABULARY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RPC, NOTIFY, CLASSIC, MEMORY));
  }

  @Test
  void only_the_codec_knows_json() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(ENGINE, ENDPOINT, DRIVER, MEMORY, RPC, NOTIFY, CLASSIC)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson.."));
  }

  /** Classes of these packages, or of other libraries. */
  private static DescribedPredicate<JavaClass> areIn(String... packages) {
    return resideInAnyPackage(packages)
        .or(resideOutsideOfPackage("dev.svar.."))
        .as("are in %s or not ours", String.join(", ", packages));
  }

  private static DescribedPredicate<JavaClass> whatIsExposed() {
    return resideInAPackage(RPC)
        .and(describe("are annotations or enums", type -> type.isAnnotation() || type.isEnum()));
  }

  private static DescribedPredicate<JavaClass> transport() {
    return resideInAPackage(VOCABULARY)
        .and(
            describe(
                "are Transport or within it",
                type -> type.getName().matches("dev\\.svar\\.Transport(\\$.*)?")));
  }

  /** A room that is still empty keeps every rule. */
  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(CORE);
  }
}
