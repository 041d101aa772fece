# The probe with a JDK and Apache Kafka's own client, for cells of client: java (docs/external-clients.md).
#   docker build -f deploy/java.Dockerfile -t kafka-sli-probe-java:0.1.0 deploy
ARG PROBE=kafka-sli-probe:0.1.0
ARG KAFKA=apache/kafka:4.3.1
FROM eclipse-temurin:21-jdk-noble AS jdk
FROM ${KAFKA} AS kafka

FROM ${PROBE}
COPY --from=jdk /opt/java/openjdk /opt/java/openjdk
# Which version is measured is your choice: take the one that your services use.
COPY --from=kafka /opt/kafka/libs/kafka-clients-*.jar /opt/kafka/libs/slf4j-api-*.jar /opt/kafka/libs/lz4-java-*.jar \
    /opt/kafka/libs/snappy-java-*.jar /opt/kafka/libs/zstd-jni-*.jar /opt/kafka/libs/jackson-*.jar /opt/kafka/libs/jose4j-*.jar \
    /opt/kafka/libs/
ENV JAVA_HOME=/opt/java/openjdk KAFKA_HOME=/opt/kafka
