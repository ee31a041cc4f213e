package io.qunfa.architecture.bad;

import java.util.Date;

@SuppressWarnings("JavaUtilDate")
record HoldsDate(Date at) {}
