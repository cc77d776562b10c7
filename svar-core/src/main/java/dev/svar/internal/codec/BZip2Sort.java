package dev.svar.internal.codec;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Sorts the rotations of a block. Those with the same first n bytes make a group; the groups of
 * what follows these bytes, which are in order already, put it in order by 2n. So no block takes
 * more passes than its size has binary digits, whatever repeats in it.
 */
final class BZip2Sort {
  private static final int FIRST_WIDTH = 3;

  private final int size;

  /** Where each rotation starts, in order of groups. */
  private final int[] order;

  /** For each rotation, where its group begins in the order. */
  private final int[] ranks;

  /** Where groups begin in the order, and the end of all. */
  private final BitSet begins = new BitSet();

  /** While a group is sorted: of each rotation the rank that decides, then where it starts. */
  private final long[] keys;

  private BZip2Sort(byte[] block, int size) {
    this.size = size;
    this.order = new int[size];
    this.ranks = new int[size];
    this.keys = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
      int second = block[(i + 1) % size] & 0xff;
      int third = block[(i + 2) % size] & 0xff;
      ranks[i] = ((block[i] & 0xff) << 16) | (second << 8) | third;
    }
    begins.set(0);
    begins.set(size);
  }

  /** Where each rotation of the first {@code size} bytes starts, in order; equal ones in any. */
  static int[] rotations(byte[] block, int size) {
    BZip2Sort sort = new BZip2Sort(block, size);
    sort.sortGroups(0);
    for (int width = FIRST_WIDTH; width < size; width *= 2) {
      sort.sortGroups(width);
    }
    return sort.order;
  }

  private void sortGroups(int width) {
    int to;
    for (int from = nextGroup(0); from < size; from = nextGroup(to)) {
      to = begins.nextSetBit(from + 1);
      sortGroup(from, to, width);
    }
  }

  /** Where the next group of more than one begins, at this place or later. */
  private int nextGroup(int place) {
    return begins.nextClearBit(place + 1) - 1;
  }

  private void sortGroup(int from, int to, int width) {
    for (int place = from; place < to; place++) {
      int start = order[place];
      int later = start + width < size ? start + width : start + width - size;
      keys[place] = ((long) ranks[later] << 32) | start;
    }
    Arrays.sort(keys, from, to);
    int begin = from;
    for (int place = from; place < to; place++) {
      if (place > from && keys[place] >>> 32 != keys[place - 1] >>> 32) {
        begin = place;
        begins.set(begin);
      }
      order[place] = (int) keys[place];
      ranks[order[place]] = begin;
    }
  }
}
