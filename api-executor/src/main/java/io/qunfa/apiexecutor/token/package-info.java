/** Access tokens as account-service hands them out. */
@NullMarked
package io.qunfa.apiexecutor.token;

import org.jspecify.annotations.NullMarked;
