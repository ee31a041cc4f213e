package io.qunfa.architecture.bad;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class PublicApplication {}
