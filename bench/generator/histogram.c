/* A log-linear histogram: 64 linear buckets for each power of two, so that a bucket is under 2 % wide. */
#include "generator.h"
#include <string.h>

enum { linear = 64, linearBits = 6, bucketCount = (64 - linearBits + 1) * linear };

static uint64_t buckets[bucketCount];
static uint64_t total;

void histogramReset(void) {
  memset(buckets, 0, sizeof buckets);
  total = 0;
}

void histogramAdd(uint64_t nanos) {
  size_t index = nanos;
  if (nanos >= linear) {
    unsigned shift = 63u - (unsigned)__builtin_clzll(nanos) - linearBits;
    index = (size_t)(shift + 1) * linear + (size_t)((nanos >> shift) - linear);
  }
  buckets[index] += 1;
  total += 1;
}

static double middleOf(size_t index) {
  if (index < linear) return (double)index;
  unsigned shift = (unsigned)(index / linear) - 1;
  return ((double)(index % linear) + linear + 0.5) * (double)(1ull << shift);
}

double histogramMicros(double quantile) {
  uint64_t rank = (uint64_t)(quantile * (double)total), seen = 0;
  for (size_t index = 0; index < bucketCount; index += 1) {
    seen += buckets[index];
    if (seen > rank) return middleOf(index) / 1000.0;
  }
  return 0;
}

uint64_t histogramCount(void) { return total; }
