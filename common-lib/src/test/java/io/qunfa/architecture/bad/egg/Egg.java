package io.qunfa.architecture.bad.egg;

import io.qunfa.architecture.bad.chicken.Chicken;
import org.jspecify.annotations.Nullable;

public record Egg(@Nullable Chicken from) {}
