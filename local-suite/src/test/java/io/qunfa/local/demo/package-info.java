@NullMarked
package io.qunfa.local.demo;

import org.jspecify.annotations.NullMarked;
