package io.qunfa.architecture.good;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class GoodApplication {}
