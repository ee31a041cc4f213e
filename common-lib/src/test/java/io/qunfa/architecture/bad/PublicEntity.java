package io.qunfa.architecture.bad;

import jakarta.persistence.Entity;

@Entity
public class PublicEntity {}
