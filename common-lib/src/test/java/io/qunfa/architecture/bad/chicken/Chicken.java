package io.qunfa.architecture.bad.chicken;

import io.qunfa.architecture.bad.egg.Egg;

public record Chicken(Egg from) {}
