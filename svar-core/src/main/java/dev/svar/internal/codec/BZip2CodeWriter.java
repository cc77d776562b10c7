package dev.svar.internal.codec;

import java.util.Arrays;
import java.util.PriorityQueue;

/** A canonical Huffman code to write with: what {@link BZip2Code} reads. */
final class BZip2CodeWriter {
  /** As bzip2 has it since 1.0.3; read are longer ones too. */
  private static final int LONGEST = 17;

  private final BZip2BitWriter bits;
  private final int[] lengths;
  private final int[] codes;

  /** A code for symbols that occur so often. Those that do not occur have one too. */
  BZip2CodeWriter(BZip2BitWriter bits, int[] counts) {
    this.bits = bits;
    int[] weights = counts.clone();
    int[] depths = depths(weights);
    while (Arrays.stream(depths).max().getAsInt() > LONGEST) {
      Arrays.setAll(weights, symbol -> weights[symbol] / 2); // the more alike, the flatter
      depths = depths(weights);
    }
    this.lengths = depths;
    this.codes = canonical(lengths);
  }

  /** Huffman's way: the two lightest trees become one, until one is left. */
  private static int[] depths(int[] weights) {
    int root = 2 * weights.length - 2;
    int[] parents = new int[root];
    PriorityQueue<Long> trees = new PriorityQueue<>(); // the weight, and below it the node
    for (int symbol = 0; symbol < weights.length; symbol++) {
      trees.add(((long) Math.max(1, weights[symbol]) << 32) | symbol);
    }
    for (int node = weights.length; node <= root; node++) {
      long light = trees.remove();
      long heavier = trees.remove();
      parents[(int) light] = node;
      parents[(int) heavier] = node;
      trees.add((((light >>> 32) + (heavier >>> 32)) << 32) | node);
    }
    int[] depths = new int[root + 1];
    for (int node = root - 1; node >= 0; node--) {
      depths[node] = depths[parents[node]] + 1;
    }
    return Arrays.copyOf(depths, weights.length);
  }

  private static int[] canonical(int[] lengths) {
    int[] codes = new int[lengths.length];
    int next = 0;
    for (int length = 1; length <= LONGEST; length++) {
      next <<= 1;
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          codes[symbol] = next++;
        }
      }
    }
    return codes;
  }

  /** Writes the lengths of the codes, each as its difference to the one before. */
  void writeLengths() {
    int length = lengths[0];
    bits.write(5, length);
    for (int next : lengths) {
      for (; length < next; length++) {
        bits.write(2, 0b10);
      }
      for (; length > next; length--) {
        bits.write(2, 0b11);
      }
      bits.write(1, 0);
    }
  }

  void write(int symbol) {
    bits.write(lengths[symbol], codes[symbol]);
  }
}
