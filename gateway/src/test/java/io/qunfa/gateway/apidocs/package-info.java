@NullMarked
package io.qunfa.gateway.apidocs;

import org.jspecify.annotations.NullMarked;
