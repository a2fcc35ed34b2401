package dev.sluice.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.IntegerSerializer;

/// A broker and its producers in a process of their own, which commit one transaction after the
/// other.
final class TransactionsUntilKilled {
  static final String TOPIC = "transactions";
  static final int PARTITIONS = 4;
  static final int PRODUCERS = 12;
  private static final int FIRST_TRANSACTIONS = 5;

  private TransactionsUntilKilled() {}

  /// @param arguments the broker's folder, and the file to be made once all producers are at it
  public static void main(String[] arguments) throws Exception {
    KafkaBroker broker = KafkaBroker.start(Path.of(arguments[0]));
    String servers = broker.bootstrapServers();
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
    }
    var underWay = new CountDownLatch(PRODUCERS);
    for (int i = 0; i < PRODUCERS; i++) {
      KafkaProducer<Integer, Integer> producer = producer(servers, i);
      int number = i;
      Thread.ofPlatform().start(() -> commitForEver(producer, number, underWay));
    }
    underWay.await();
    Files.createFile(Path.of(arguments[1]));
  }

  /// A producer that has ended what the one before of its number left open.
  static KafkaProducer<Integer, Integer> producer(String servers, int number) {
    var producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "producer-" + number),
            new IntegerSerializer(),
            new IntegerSerializer());
    producer.initTransactions();
    return producer;
  }

  private static void commitForEver(
      KafkaProducer<Integer, Integer> producer, int number, CountDownLatch underWay) {
    for (int i = 0; ; i++) {
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(TOPIC, number % PARTITIONS, number, i));
      producer.commitTransaction();
      if (i == FIRST_TRANSACTIONS) {
        underWay.countDown();
      }
    }
  }
}
