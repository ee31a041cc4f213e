package io.qunfa.architecture.bad;

final class TakesSeven {
  final int sum;

  TakesSeven(int a, int b, int c, int d, int e, int f, int g) {
    this.sum = a + b + c + d + e + f + g;
  }
}
