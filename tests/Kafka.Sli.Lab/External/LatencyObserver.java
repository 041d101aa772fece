import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at a Java client's messages with a clock of its own, from where the client lets others look: when the call is made, before its acknowledgement is told, when a poll returns. Knows nothing of
 * the probe. Writes lines of kind, partition, offset, sequence, nanoseconds; what is not known is left empty. A send has no offset yet and an acknowledgement has no headers (before Kafka 4.1): both
 * are known of what is read.
 */
public final class LatencyObserver implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
    private static final String HEADER = "latency-observer";
    private static final long BETWEEN_WRITES_MS = 100;

    /** Of several processes none gives the same ones. */
    private static final AtomicLong SEQUENCE = new AtomicLong(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE >> 1));

    private static final ConcurrentLinkedQueue<String> LINES = new ConcurrentLinkedQueue<>();
    private static final BufferedWriter FILE = open();

    static {
        var thread = new Thread(LatencyObserver::writeForEver, "latency observer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void configure(Map<String, ?> properties) {}

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        var now = System.nanoTime();
        // A message without a value is none of the load.
        if (record.value() != null && record.value().length > 0) {
            var sequence = SEQUENCE.incrementAndGet();
            record.headers().add(HEADER, ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
            LINES.add("sent," + record.partition() + ",," + sequence + "," + now);
        }

        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception e) {
        var now = System.nanoTime();
        if (e == null && metadata.hasOffset()) {
            LINES.add("acknowledged," + metadata.partition() + "," + metadata.offset() + ",," + now);
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        var now = System.nanoTime();
        for (var record : records) {
            var header = record.headers().lastHeader(HEADER);
            if (header != null) {
                LINES.add("consumed," + record.partition() + "," + record.offset() + "," + ByteBuffer.wrap(header.value()).getLong() + "," + now);
            }
        }

        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {
        write();
    }

    /** The folder is told by a file beside the class: no option of the process that loads it is needed. */
    private static BufferedWriter open() {
        try (var folder = LatencyObserver.class.getResourceAsStream("/latency-observer.folder")) {
            return Files.newBufferedWriter(Path.of(new String(folder.readAllBytes(), StandardCharsets.UTF_8).trim(), ProcessHandle.current().pid() + ".csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeForEver() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_WRITES_MS);
                write();
            }
        } catch (InterruptedException e) {
            // It ends with the process.
        }
    }

    private static synchronized void write() {
        try {
            for (String line; (line = LINES.poll()) != null; ) {
                FILE.write(line);
                FILE.write('\n');
            }

            FILE.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
