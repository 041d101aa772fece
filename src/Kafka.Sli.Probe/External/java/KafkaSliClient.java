import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * A cell's client that is Apache Kafka's own: it tells the probe what happens when, by the protocol of docs/external-clients.md.
 * Run from this source by {@code java -cp "$KAFKA_HOME/libs/*" KafkaSliClient.java}; {@code --vectors FILE} holds its headers to docs/external-vectors.json.
 */
public final class KafkaSliClient {
    private KafkaSliClient() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 2 && args[0].equals("--vectors")) {
            System.exit(Vectors.check(Path.of(args[1])));
        }

        var events = new Events(new FileOutputStream(FileDescriptor.out));
        // Standard output is the protocol's; and a log that nobody reads would in the end hold up the thread that writes it, which is the client's own.
        System.setOut(System.err);
        System.setProperty("org.apache.logging.log4j.level", "OFF");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        // A terminal's Ctrl-C goes to all its processes, and a service manager's SIGTERM too: the probe ends its clients in order, and with itself. All that ends this one halts it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            while (true) {
                LockSupport.park();
            }
        }));
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> events.fatal(thread.getName() + ": " + e));
        new Session(events).serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    /** The commands of the probe. Those that wait for the cluster wait in a line of their own, so that a commit need not. */
    static final class Session {
        /** Of both clients together. */
        private static final Duration LONGEST_LEAVE = Duration.ofSeconds(8);

        private final Events events;
        private final ExecutorService slow = Executors.newSingleThreadExecutor(Daemon.named("orders"));
        private Configuration configuration;
        private Sender sender;
        private Receiver receiver;

        Session(Events events) {
            this.events = events;
        }

        /** Ends with the input: its probe is gone. */
        void serve(BufferedReader input) {
            try {
                for (String line; (line = input.readLine()) != null; ) {
                    hear(line, System.nanoTime());
                }
            } catch (IOException e) {
                // Gone as well.
            }

            Runtime.getRuntime().halt(1);
        }

        private void hear(String line, long now) {
            String name = null;
            try {
                var command = new Command(Json.object(line));
                name = command.name();
                take(name, command, now);
            } catch (IllegalArgumentException e) {
                var text = (name == null ? "a line that is no command" : name) + ": " + e.getMessage();
                if (configuration == null) {
                    events.fatal(text);
                }

                events.error(text, text, null);
            }
        }

        private void take(String name, Command command, long now) {
            if ((configuration == null) != name.equals("configure")) {
                throw new IllegalArgumentException(configuration == null ? "configure comes first" : "once only");
            }

            switch (name) {
                case "configure" -> configure(command, now);
                case "read" -> {
                    receiver.start();
                    sender.prepare();
                }
                case "send" -> sender.start(command.partitions(), now);
                case "cover" -> {
                    sender.cover(command.partitions());
                    receiver.cover(command.partitions().length);
                }
                case "commit" -> receiver.commit(command.commit());
                case "stop_sending" -> {
                    var unsent = sender.stop();
                    done(name, line -> line.put("unsent", unsent));
                }
                case "flush" -> {
                    var within = command.within();
                    slowly(name, () -> sender.flush(within));
                }
                case "close_streams" -> {
                    var within = command.within();
                    slowly(name, () -> sender.closeStreams(within));
                }
                case "find_ends" -> {
                    var within = command.within();
                    slow.execute(() -> {
                        var found = receiver.findEnds(within);
                        done(name, line -> line.put("ends", found.ends()).put("complete", found.areAll()));
                    });
                }
                case "stop_reading" -> receiver.stop(() -> done(name, line -> {}));
                case "leave" -> slow.execute(() -> {
                    var isKnown = leave();
                    done(name, line -> line.put("complete", isKnown));
                    events.finish(0);
                });
                default -> throw new IllegalArgumentException("no command of this protocol");
            }
        }

        private void configure(Command command, long now) {
            var configured = command.configuration();
            checkClock(command.whole("now"), now);
            sender = new Sender(configured, events);
            receiver = new Receiver(configured, events);
            configuration = configured;
            events.tell("ready", line -> line.put("protocol", Configuration.PROTOCOL).put("client", "kafka-clients").put("version", AppInfoParser.getVersion()));
            events.beginToVouch();
        }

        /** It has lain in the pipe for as long as this process took to start, which is more than the clocks may differ. */
        private void checkClock(long probe, long now) {
            var age = ProcessHandle.current().info().startInstant().map(start -> Duration.between(start, Instant.now())).orElse(Duration.ZERO);
            if (probe > now + Configuration.CLOCKS_DIFFER || probe < now - age.toNanos() - Configuration.CLOCKS_DIFFER) {
                throw new IllegalArgumentException("another clock: the probe's says " + probe + ", this one's " + now);
            }
        }

        /** Whether the group knows. */
        private boolean leave() {
            sender.stop();
            var isKnown = receiver.leave(LONGEST_LEAVE.minus(Sender.LONGEST_CLOSE));
            sender.close();
            return isKnown;
        }

        private void slowly(String name, BooleanSupplier order) {
            slow.execute(() -> {
                var isComplete = order.getAsBoolean();
                done(name, line -> line.put("complete", isComplete));
            });
        }

        private void done(String name, Events.Fields fields) {
            events.tell("done", line -> {
                line.put("what", name);
                fields.put(line);
            });
        }
    }

    /** One line of the probe. */
    record Command(Map<String, Object> said) {
        String name() {
            return text("do");
        }

        int[] partitions() {
            return list("partitions").stream().mapToInt(partition -> Math.toIntExact(whole("partitions", partition))).toArray();
        }

        Commit commit() {
            return new Commit(whole("id"), positions(), said.containsKey("revoking") && is("revoking"));
        }

        private Map<Integer, Long> positions() {
            var positions = new TreeMap<Integer, Long>();
            for (var position : list("positions")) {
                if (!(position instanceof List<?> pair) || pair.size() != 2) {
                    throw new IllegalArgumentException("positions: each is [partition, offset]");
                }

                positions.put(Math.toIntExact(whole("positions", pair.get(0))), whole("positions", pair.get(1)));
            }

            return positions;
        }

        Duration within() {
            return Duration.ofMillis(whole("within_ms"));
        }

        @SuppressWarnings("unchecked")
        Configuration configuration() {
            if (whole("protocol") != Configuration.PROTOCOL) {
                throw new IllegalArgumentException("protocol " + whole("protocol") + " is not spoken here, only " + Configuration.PROTOCOL);
            }

            var load = new Command(the("load", Map.class, "an object"));
            return new Configuration(text("topic"), text("group"), text("bootstrap"), properties("producer"), properties("consumer"),
                text("instance"), whole("stream_start"), (int) whole("cell_hash"), optional("member"), optional("transactional_id"), is("commits_itself"),
                new Load(load.the("rate_per_second", Number.class, "a number").doubleValue(), load.whole("burst_every_ns"), load.whole("burst_for_ns"),
                    Math.toIntExact(load.whole("bytes")), load.text("payload").equals("compressible"), Math.toIntExact(load.whole("keys")), load.is("zipf"),
                    load.said.containsKey("transaction_every_ns") ? load.whole("transaction_every_ns") : 0));
        }

        long whole(String key) {
            return whole(key, said.get(key));
        }

        private static long whole(String key, Object value) {
            if (value instanceof Long whole) {
                return whole;
            }

            throw new IllegalArgumentException(key + ": a whole number is expected, not " + value);
        }

        private String text(String key) {
            return the(key, String.class, "a text");
        }

        private String optional(String key) {
            return said.get(key) == null ? null : text(key);
        }

        private boolean is(String key) {
            return the(key, Boolean.class, "true or false");
        }

        private List<?> list(String key) {
            return the(key, List.class, "a list");
        }

        private Map<String, String> properties(String key) {
            var properties = new LinkedHashMap<String, String>();
            for (var property : ((Map<?, ?>) the(key, Map.class, "an object")).entrySet()) {
                properties.put((String) property.getKey(), String.valueOf(property.getValue()));
            }

            return properties;
        }

        private <T> T the(String key, Class<T> type, String expected) {
            if (type.isInstance(said.get(key))) {
                return type.cast(said.get(key));
            }

            throw new IllegalArgumentException(key + ": " + expected + " is expected, not " + said.get(key));
        }
    }

    /** What may be committed by now. Where it is the answer to revoking, whoever reads them next waits for it. */
    record Commit(long id, Map<Integer, Long> positions, boolean isRevoking) {}

    /** What the cell is. */
    record Configuration(
        String topic, String group, String bootstrap, Map<String, String> producer, Map<String, String> consumer,
        String instance, long streamStart, int cellHash, String member, String transactionalId, boolean commitsItself, Load load) {
        static final int PROTOCOL = 1;
        static final long CLOCKS_DIFFER = 1_000_000_000;
        private static final Set<String> OWN_CLASSES = Set.of(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, ProducerConfig.PARTITIONER_CLASS_CONFIG);

        /** With acks=0 the client calls everything well, and nobody knows. */
        boolean isAcknowledged() {
            return !producer.getOrDefault(ProducerConfig.ACKS_CONFIG, "all").trim().equals("0");
        }

        boolean isTransactional() {
            return load.transactionEvery > 0;
        }

        boolean retries() {
            return !producer.getOrDefault(ProducerConfig.RETRIES_CONFIG, "1").trim().equals("0");
        }

        Map<String, Object> producerProperties() {
            var own = new HashMap<String, Object>();
            if (isTransactional()) {
                own.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
            }

            return properties("producer", producer, ProducerConfig.configNames(), own);
        }

        Map<String, Object> consumerProperties() {
            var own = new HashMap<String, Object>();
            own.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
            // Who reads a topic that is gone must not bring it back.
            own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
            if (isTransactional()) {
                // Other clients' default; without it what is aborted would be read.
                own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            }

            if (member != null) {
                own.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member);
            }

            return properties("consumer", consumer, ConsumerConfig.configNames(), own);
        }

        /** A client leaves what it does not know alone: a name that is misspelt would be no setting, and be seen by nobody. Only classes of the plan's own may have properties of their own. */
        private Map<String, Object> properties(String whose, Map<String, String> plan, Set<String> known, Map<String, Object> properties) {
            for (var name : plan.keySet()) {
                if (!known.contains(name) && Collections.disjoint(plan.keySet(), OWN_CLASSES)) {
                    throw new IllegalArgumentException(whose + ": '" + name + "' is no property of Kafka's Java client" + Nearest.advice(name, known));
                }
            }

            properties.put("client.id", "kafka-sli-probe");
            properties.putAll(plan);
            properties.put("bootstrap.servers", bootstrap);
            return properties;
        }
    }

    /** Finds what somebody meant to write. */
    static final class Nearest {
        private Nearest() {}

        /** The end of a sentence; empty when all are further off than a third of the word. */
        static String advice(String word, Set<String> candidates) {
            var nearest = "";
            var least = Math.max(2, word.length() / 3) + 1;
            for (var candidate : new TreeSet<>(candidates)) {
                var distance = between(word, candidate);
                if (distance < least) {
                    nearest = "; did you mean '" + candidate + "'?";
                    least = distance;
                }
            }

            return nearest;
        }

        /** Letters inserted, left out or exchanged. */
        private static int between(String left, String right) {
            var last = new int[right.length() + 1];
            for (var j = 0; j <= right.length(); j++) {
                last[j] = j;
            }

            for (var i = 1; i <= left.length(); i++) {
                var current = new int[right.length() + 1];
                current[0] = i;
                for (var j = 1; j <= right.length(); j++) {
                    var exchanged = last[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                    current[j] = Math.min(Math.min(current[j - 1], last[j]) + 1, exchanged);
                }

                last = current;
            }

            return last[right.length()];
        }
    }

    /** What is sent. */
    record Load(double rate, long burstEvery, long burstFor, int bytes, boolean isCompressible, int keys, boolean isZipf, long transactionEvery) {}

    /** The intended times of an open loop: each is computed from the start, so that neither lateness nor rounding adds up. */
    static final class Schedule {
        private final long start;
        private final double sendsPerPeriod;
        private final double period;
        private final double step;

        Schedule(long start, Load load) {
            this.start = start;
            sendsPerPeriod = load.rate * (load.burstEvery / 1e9);
            period = load.burstEvery;
            step = load.burstFor / sendsPerPeriod;
        }

        long due(long number) {
            var periods = Math.floor(number / sendsPerPeriod);
            return start + (long) (periods * period + (number - periods * sendsPerPeriod) * step);
        }

        long countDueBy(long now) {
            if (now < start) {
                return 0;
            }

            // Rounding may be out by one: the intended times have the last word.
            var periods = Math.floor((now - start) / period);
            var count = (long) (periods * sendsPerPeriod + Math.min(sendsPerPeriod, (now - start - periods * period) / step));
            while (due(count) <= now) {
                count++;
            }

            while (count > 0 && due(count - 1) > now) {
                count--;
            }

            return count;
        }
    }

    /**
     * Sends on schedule, to every partition in turn, whatever the cluster does. The call of a client may block, for as long as it has no metadata or no room: another thread watches the schedule
     * then. What falls due meanwhile has begun, and waits, as an application's user does.
     */
    static final class Sender {
        static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

        private static final long SECOND = 1_000_000_000;

        /** What fell due this shortly before the end was not late. */
        private static final long ON_TIME = SECOND / 10;

        /** After this long a stop of the whole process has no users any more whose sends would have to be made up for. */
        private static final long LONGEST_CATCH_UP = 60 * SECOND;

        private static final long RETRY_PAUSE = SECOND / 100;

        /** A sleep is over some fifty microseconds late: the kernel's timer slack. */
        private static final long LATE_SLEEP = 60_000;

        /** So late is the thread that calls only when it cannot: begun by the watch, it would have to be woken once more. */
        private static final long OWN_TURN = SECOND / 1000;

        /** An hour of fifty a second, in some ten megabytes. What falls due beyond that is left out. */
        private static final int MOST_WAITING = 200_000;

        private final Configuration configuration;
        private final Events events;
        private final KafkaProducer<byte[], byte[]> producer;
        private final Outcomes outcomes;
        private final Messages messages;
        private final InFlight inFlight = new InFlight();
        private final ExecutorService clientWaits = Executors.newCachedThreadPool(Daemon.named("sender's waits"));
        private final BlockingQueue<Sending> waiting = new LinkedBlockingQueue<>();
        private final Thread watch = Daemon.named("schedule").newThread(this::watch);
        private final Thread caller = Daemon.named("sender").newThread(this::call);
        private final Map<Integer, Numbers> numbers = new TreeMap<>();
        private final Transactions transactions;
        private Schedule schedule;
        private int[] partitions = {};
        private long next;
        private boolean isCalling;
        private volatile boolean isStopped;

        Sender(Configuration configuration, Events events) {
            this.configuration = configuration;
            this.events = events;
            outcomes = new Outcomes(configuration.retries());
            messages = new Messages(configuration);
            var properties = configuration.producerProperties();
            producer = Clients.build("producer", () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
            transactions = configuration.isTransactional() ? new Transactions(producer, configuration.load.transactionEvery, events) : null;
        }

        /** What a first transaction needs may take a while, and is no wait of its messages. */
        synchronized void prepare() {
            if (transactions != null && caller.getState() == Thread.State.NEW) {
                isCalling = true;
                caller.start();
            }
        }

        synchronized void start(int[] partitions, long now) {
            if (schedule != null) {
                throw new IllegalArgumentException("once only");
            }

            this.partitions = partitions;
            schedule = new Schedule(now, configuration.load);
            if (caller.getState() == Thread.State.NEW) {
                caller.start();
            }

            watch.start();
        }

        synchronized void cover(int[] partitions) {
            this.partitions = partitions;
        }

        /** Sends no more: what could not be handed to the client fails. Where one message waits for its turn in the client's own call, that goes on. */
        long stop() {
            var late = System.nanoTime() - ON_TIME;
            long unsent;
            synchronized (this) {
                isStopped = true;
                unsent = schedule == null ? 0 : Math.max(0, schedule.countDueBy(late) - next);
            }

            LockSupport.unpark(watch);
            LockSupport.unpark(caller);
            awaitCalls();
            for (Sending sending; (sending = waiting.poll()) != null; ) {
                settle(sending, outcomes.failed(new BufferExhaustedException("no room until the end")), true);
                unsent += sending.due <= late ? 1 : 0;
            }

            return unsent;
        }

        /** A client that has room takes at once what has just fallen due. */
        private void awaitCalls() {
            for (var end = System.nanoTime() + ON_TIME; !waiting.isEmpty() && System.nanoTime() < end; ) {
                LockSupport.parkNanos(SECOND / 1000);
            }
        }

        /** Whether nothing is in flight any more. */
        boolean flush(Duration longest) {
            var end = System.nanoTime() + longest.toNanos();
            // Its own waits have no end of their own.
            clientWaits.execute(this::flushClient);
            return inFlight.awaitNone(longest) && awaitTransaction(Duration.ofNanos(end - System.nanoTime()));
        }

        /** The last one is committed by the thread that calls, which ends with it. */
        private boolean awaitTransaction(Duration longest) {
            try {
                if (transactions != null && caller.getState() != Thread.State.NEW) {
                    caller.join(Math.max(1, longest.toMillis()));
                    return !caller.isAlive();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }

            return true;
        }

        /** Tells each partition how its numbers ended. Where the client has no room for that in time, nobody will know. */
        boolean closeStreams(Duration longest) {
            var until = System.nanoTime() + longest.toNanos();
            if (!awaitTransaction(longest)) {
                return false;
            }

            // A message that has not been taken yet would come after the record that closes its stream.
            caller.interrupt();
            var streams = numbersSoFar();
            var ended = new CountDownLatch(streams.size());
            var committed = new CountDownLatch(1);
            var failed = new AtomicBoolean();
            clientWaits.execute(() -> {
                var isBegun = transactions == null || transactions.begin();
                streams.forEach((partition, numbers) -> sendClosing(partition, numbers, e -> {
                    failed.compareAndSet(false, e != null);
                    ended.countDown();
                }));
                flushClient();
                failed.compareAndSet(false, !isBegun || transactions != null && transactions.end() != Fate.ACKNOWLEDGED);
                committed.countDown();
            });
            try {
                return ended.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)
                    && (transactions == null || committed.await(until - System.nanoTime(), TimeUnit.NANOSECONDS))
                    && !failed.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void close() {
            producer.close(LONGEST_CLOSE);
        }

        private void watch() {
            while (!isStopped) {
                var wait = beginForCaller();
                if (wait > LATE_SLEEP) {
                    LockSupport.parkNanos(wait - LATE_SLEEP);
                } else {
                    Thread.onSpinWait();
                }
            }
        }

        /** Begins the next message if it is due and the caller is in its call. How long that takes, otherwise. */
        private synchronized long beginForCaller() {
            var wait = untilDue() + (isCalling ? 0 : OWN_TURN);
            if (wait <= 0 && !isStopped) {
                waiting.add(begin(schedule.due(next)));
            }

            return wait;
        }

        private void call() {
            if (transactions != null && !transactions.prepare(() -> isStopped)) {
                return;
            }

            for (Sending sending; (sending = take()) != null || !isStopped; ) {
                if (sending != null) {
                    send(sending);
                }

                if (transactions != null && transactions.isOver()) {
                    endTransaction();
                }
            }

            if (transactions != null && transactions.isOpen()) {
                endTransaction();
            }
        }

        private void endTransaction() {
            synchronized (this) {
                isCalling = true;
            }

            transactions.end();
        }

        /** What has waited, or the next message when it is due; otherwise sleeps for about as long as that takes, and is asked again. */
        private Sending take() {
            long wait;
            synchronized (this) {
                var waited = waiting.poll();
                isCalling = waited != null;
                if (isCalling || isStopped) {
                    return waited;
                }

                wait = untilDue();
                if (wait <= 0) {
                    isCalling = true;
                    return begin(schedule.due(next));
                }
            }

            wait = transactions == null ? wait : Math.min(wait, transactions.untilOver());
            if (wait > LATE_SLEEP) {
                LockSupport.parkNanos(wait - LATE_SLEEP);
            } else {
                Thread.onSpinWait();
            }

            return null;
        }

        private long untilDue() {
            if (schedule == null || partitions.length == 0) {
                return RETRY_PAUSE;
            }

            skipWhatIsTooMuch();
            return schedule.due(next) - System.nanoTime();
        }

        private void skipWhatIsTooMuch() {
            var now = System.nanoTime();
            var oldest = waiting.size() < MOST_WAITING ? now - LONGEST_CATCH_UP : now;
            if (schedule.due(next) <= oldest) {
                var from = schedule.countDueBy(oldest);
                var count = from - next;
                events.tell("skipped", line -> line.put("count", count));
                next = from;
            }
        }

        private synchronized boolean isCovered(int partition) {
            return Arrays.stream(partitions).anyMatch(covered -> covered == partition);
        }

        private Sending begin(long due) {
            var partition = partitions[(int) (next % partitions.length)];
            var all = numbers.computeIfAbsent(partition, p -> new Numbers(configuration.isAcknowledged()));
            var sending = new Sending(partition, all.give(), due, all, new AtomicBoolean());
            inFlight.begin();
            events.at("begun", line -> line.put("partition", partition).put("number", sending.number).put("due", due));
            next++;
            return sending;
        }

        private void send(Sending sending) {
            if (!isCovered(sending.partition)) {
                // The call would wait for a partition that will not come, each of them for a minute, and all the others behind it.
                settle(sending, outcomes.failed(new UnknownTopicOrPartitionException("the topic has no such partition any more")), true);
                return;
            }

            // What it has to tell of those before is what is known when it leaves.
            var record = messages.next(sending.partition, sending.numbers.tell(sending.number), interval(), sending.due);
            if (transactions != null && !transactions.isOpen() && !transactions.begin()) {
                settle(sending, outcomes.failed(new KafkaException("there is no transaction to send in")), true);
                return;
            }

            while (!attempt(sending, record)) {
                if (isStopped) {
                    settle(sending, outcomes.failed(new BufferExhaustedException("no room until the end")), true);
                    return;
                }

                LockSupport.parkNanos(RETRY_PAUSE);
            }
        }

        /** False when the client has no room. The same message again then, as a service that waits for room does: its clock goes on. */
        private boolean attempt(Sending sending, ProducerRecord<byte[], byte[]> record) {
            var refused = new boolean[1];
            var ended = new boolean[1];
            try {
                producer.send(record, (metadata, e) -> {
                    // The call itself calls back on its own thread where it does not take the message at all.
                    if (Thread.currentThread() != caller) {
                        settle(sending, outcomes.of(e), transactions == null);
                    } else if (e instanceof BufferExhaustedException) {
                        refused[0] = true;
                    } else {
                        ended[0] = true;
                        settle(sending, outcomes.failed(e), true);
                    }
                });
                if (transactions != null && !refused[0] && !ended[0]) {
                    transactions.add(sending);
                }
            } catch (KafkaException | IllegalStateException e) {
                settle(sending, outcomes.failed(e), true);
                // That a transaction has failed it says in the same way.
                if (!isStopped && transactions == null && outcomes.isFatal(e)) {
                    events.fatal("the producer can do no more: " + Clients.reason(e));
                }
            }

            return !refused[0];
        }

        /**
         * In a transaction a message has an end of its own, but for the log only the transaction's counts. One that has failed already takes a message first and throws then: it is told of twice, of which
         * the first counts.
         */
        private void settle(Sending sending, Outcomes.Ended ended, boolean isOver) {
            var isFirst = sending.hasEnded.compareAndSet(false, true);
            if (isFirst) {
                events.at("settled", line -> ended.put(line.put("partition", sending.partition).put("number", sending.number)));
            }

            if (isOver) {
                sending.numbers.settle(sending.number, ended.fate());
            }

            if (isFirst) {
                inFlight.end();
                complain("send", ended);
            }
        }

        private void sendClosing(int partition, Numbers numbers, Consumer<Exception> ended) {
            try {
                producer.send(messages.closing(partition, numbers.close(), interval()), (metadata, e) -> {
                    complain("closing record", outcomes.of(e));
                    ended.accept(e);
                });
            } catch (KafkaException | IllegalStateException e) {
                complain("closing record", outcomes.failed(e));
                ended.accept(e);
            }
        }

        private void complain(String what, Outcomes.Ended ended) {
            if (ended.cause() != null) {
                events.error(what + " " + ended.error(), what + ": " + Clients.reason(ended.cause()), ended.error());
                if (ended.cause() instanceof ProducerFencedException || ended.cause() instanceof InvalidPidMappingException) {
                    events.fatal("the producer can do no more: " + Clients.reason(ended.cause()));
                }
            }
        }

        private void flushClient() {
            try {
                producer.flush();
            } catch (KafkaException | IllegalStateException e) {
                // What is in flight has ends of its own.
            }
        }

        private synchronized Map<Integer, Numbers> numbersSoFar() {
            return new TreeMap<>(numbers);
        }

        /** In microseconds, from one message to a partition to the next one. */
        private synchronized long interval() {
            return (long) (1e6 * partitions.length / configuration.load.rate);
        }

        record Sending(int partition, long number, long due, Numbers numbers, AtomicBoolean hasEnded) {}
    }

    /**
     * The transactions of one producer, on the thread that calls it. What the client asks for is done: a call that was not answered is made again, and what cannot be committed is aborted. The clock
     * runs while a call does.
     */
    static final class Transactions {
        private static final long RETRY_PAUSE = 100_000_000;

        /** As for any service's: so long a commit is tried again before nobody knows any more. */
        private static final long LONGEST_COMMIT = 600_000_000_000L;

        private final List<Sender.Sending> sent = new ArrayList<>();
        private final KafkaProducer<byte[], byte[]> producer;
        private final long every;
        private final Events events;
        private boolean isReady;
        private boolean isOpen;
        private long begunAt;
        private long inside;
        private long id;

        Transactions(KafkaProducer<byte[], byte[]> producer, long every, Events events) {
            this.producer = producer;
            this.every = every;
            this.events = events;
        }

        boolean isOpen() {
            return isOpen;
        }

        boolean isOver() {
            return isOpen && untilOver() <= 0;
        }

        long untilOver() {
            return isOpen ? begunAt + every - System.nanoTime() : Long.MAX_VALUE;
        }

        void add(Sender.Sending sending) {
            sent.add(sending);
        }

        /** What was left open by the one before is aborted. */
        boolean prepare(BooleanSupplier isStopped) {
            var own = ++id;
            var start = System.nanoTime();
            events.tell("transaction_begun", line -> line.put("id", own).put("start", start).put("init", true));
            while (true) {
                try {
                    producer.initTransactions();
                    told(own, Outcomes.Ended.OK);
                    isReady = true;
                    return true;
                } catch (TimeoutException | InterruptException e) {
                    if (isStopped.getAsBoolean()) {
                        told(own, new Outcomes.Ended(Fate.UNKNOWN, Outcomes.name(e), e));
                        return false;
                    }

                    complain(e);
                } catch (KafkaException | IllegalStateException e) {
                    told(own, new Outcomes.Ended(Fate.FAILED, Outcomes.name(e), e));
                    events.fatal("the producer can do no more: " + Clients.reason(e));
                    return false;
                }

                LockSupport.parkNanos(RETRY_PAUSE);
            }
        }

        boolean begin() {
            if (!isReady) {
                return false;
            }

            var start = System.nanoTime();
            try {
                producer.beginTransaction();
                begunAt = System.nanoTime();
                inside = begunAt - start;
                isOpen = true;
                return true;
            } catch (KafkaException | IllegalStateException e) {
                complain(e);
                events.fatal("the producer can do no more: " + Clients.reason(e));
                return false;
            }
        }

        /** Commits it, or aborts what cannot be. All that was sent in it ends alike. */
        Fate end() {
            var own = ++id;
            var start = System.nanoTime() - inside;
            events.tell("transaction_begun", line -> line.put("id", own).put("start", start));
            var ended = commit();
            told(own, ended);
            var fate = ended.fate() == Fate.FAILED && !abort() ? Fate.UNKNOWN : ended.fate();
            isOpen = false;
            sent.forEach(sending -> sending.numbers().settle(sending.number(), fate));
            sent.clear();
            return fate;
        }

        private Outcomes.Ended commit() {
            for (var end = System.nanoTime() + LONGEST_COMMIT; ; LockSupport.parkNanos(RETRY_PAUSE)) {
                try {
                    producer.commitTransaction();
                    return Outcomes.Ended.OK;
                } catch (TimeoutException e) {
                    complain(e);
                    if (System.nanoTime() > end) {
                        return unknown(e);
                    }
                } catch (InterruptException e) {
                    return unknown(e);
                } catch (ProducerFencedException | OutOfOrderSequenceException | AuthorizationException | IllegalStateException e) {
                    // Of whoever took its place it is not known whether it has found this one prepared.
                    events.fatal("the producer can do no more: " + Clients.reason(e));
                    return unknown(e);
                } catch (KafkaException e) {
                    complain(e);
                    return new Outcomes.Ended(Fate.FAILED, Outcomes.name(cause(e)), e);
                }
            }
        }

        private boolean abort() {
            while (true) {
                try {
                    producer.abortTransaction();
                    return true;
                } catch (TimeoutException e) {
                    complain(e);
                    LockSupport.parkNanos(RETRY_PAUSE);
                } catch (InterruptException e) {
                    return false;
                } catch (KafkaException | IllegalStateException e) {
                    events.fatal("the producer can do no more: " + Clients.reason(e));
                    return false;
                }
            }
        }

        private static Outcomes.Ended unknown(Exception e) {
            return new Outcomes.Ended(Fate.UNKNOWN, Outcomes.name(e), e);
        }

        /** Why it has to be aborted is said behind that it has to. */
        private static Throwable cause(KafkaException e) {
            return e.getClass() == KafkaException.class && e.getCause() instanceof KafkaException cause ? cause : e;
        }

        private void told(long own, Outcomes.Ended ended) {
            events.at("transaction", line -> ended.put(line.put("id", own)));
        }

        private void complain(Exception e) {
            events.error("transaction " + Outcomes.name(e), "transaction: " + Clients.reason(e), Outcomes.name(e));
        }
    }

    /** How many are on their way. */
    static final class InFlight {
        private long count;

        synchronized void begin() {
            count++;
        }

        synchronized void end() {
            if (--count == 0) {
                notifyAll();
            }
        }

        synchronized boolean awaitNone(Duration longest) {
            var end = System.nanoTime() + longest.toNanos();
            try {
                for (long left; count > 0 && (left = end - System.nanoTime()) > 0; ) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }

            return count == 0;
        }
    }

    /** Makes the messages. */
    static final class Messages {
        private static final String TEXT = "{\"order\":4711,\"customer\":\"c-20951\",\"state\":\"shipped\",\"lines\":[{\"item\":\"a-1\",\"count\":2},{\"item\":\"b-7\",\"count\":1}]},";

        private final WallClock clock = new WallClock();
        private final Configuration configuration;
        private final Keys keys;
        private final byte[] text;

        Messages(Configuration configuration) {
            this.configuration = configuration;
            keys = new Keys(configuration.load.keys, configuration.load.isZipf);
            text = configuration.load.isCompressible ? TEXT.repeat(configuration.load.bytes / TEXT.length() + 1).substring(0, configuration.load.bytes).getBytes(StandardCharsets.UTF_8) : null;
        }

        ProducerRecord<byte[], byte[]> next(int partition, Numbers.Given given, long interval, long due) {
            return record(partition, keys.next(), text != null ? text : random(), false, given, interval, due);
        }

        /** It carries nothing but its headers. */
        ProducerRecord<byte[], byte[]> closing(int partition, Numbers.Given given, long interval) {
            return record(partition, null, new byte[0], true, given, interval, System.nanoTime());
        }

        private ProducerRecord<byte[], byte[]> record(int partition, byte[] key, byte[] value, boolean isClosing, Numbers.Given given, long interval, long due) {
            var record = new ProducerRecord<>(configuration.topic, partition, key, value);
            record.headers().add(LedgerHeader.KEY, LedgerHeader.of(configuration.instance, configuration.streamStart, configuration.cellHash, isClosing, given, interval));
            record.headers().add(Stamp.KEY, Stamp.of(clock.microsecondsAt(due), configuration.topic));
            return record;
        }

        private byte[] random() {
            var value = new byte[configuration.load.bytes];
            ThreadLocalRandom.current().nextBytes(value);
            return value;
        }
    }

    /** Draws the keys of messages. */
    static final class Keys {
        private final int count;
        private final double[] zipf;

        Keys(int count, boolean isZipf) {
            this.count = count;
            zipf = isZipf ? cumulated(count) : new double[0];
        }

        byte[] next() {
            return count == 0 ? null : ("key-" + draw(ThreadLocalRandom.current().nextDouble())).getBytes(StandardCharsets.UTF_8);
        }

        private int draw(double chance) {
            if (zipf.length == 0) {
                return Math.min(count - 1, (int) (chance * count));
            }

            var found = Arrays.binarySearch(zipf, chance);
            return Math.min(count - 1, found < 0 ? ~found : found);
        }

        /** The n-th key comes 1/n times as often as the first. */
        private static double[] cumulated(int count) {
            var all = new double[count];
            var sum = 0.0;
            for (var i = 0; i < count; i++) {
                all[i] = sum += 1.0 / (i + 1);
            }

            for (var i = 0; i < count; i++) {
                all[i] /= sum;
            }

            return all;
        }
    }

    /** Tells the wall time of a moment of the monotonic clock. A wall clock that is set is followed within a second. */
    static final class WallClock {
        private static final long LONGEST = 1_000_000_000;

        private boolean isRead;
        private long at;
        private long microseconds;

        synchronized long microsecondsAt(long moment) {
            if (!isRead || Math.abs(moment - at) > LONGEST) {
                at = System.nanoTime();
                microseconds = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
                isRead = true;
            }

            return microseconds + (moment - at) / 1000;
        }
    }

    /** The header that carries when a message was due: version (1 byte), microseconds since 1970 (8 bytes, big-endian), hash of the topic (4 bytes, big-endian). */
    static final class Stamp {
        static final String KEY = "kafka-sli-sent";
        private static final byte VERSION = 1;

        static byte[] of(long microseconds, String topic) {
            return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES).put(VERSION).putLong(microseconds).putInt(Fnv.of(topic)).array();
        }
    }

    /** FNV-1a of UTF-8, 32 bits. */
    static final class Fnv {
        static int of(String text) {
            var hash = 0x811C9DC5;
            for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
                hash = (hash ^ (octet & 0xFF)) * 16777619;
            }

            return hash;
        }
    }

    /** What a message says of itself, and of its sender's earlier ones in the same partition: docs/ledger.md. */
    static final class LedgerHeader {
        static final String KEY = "kafka-sli-probe";
        private static final byte VERSION = 1;
        private static final int LONGEST_VARINT = 10;

        static byte[] of(String instance, long start, int cell, boolean isClosing, Numbers.Given given, long interval) {
            var name = instance.getBytes(StandardCharsets.UTF_8);
            var fates = given.fates;
            var bytes = ByteBuffer.allocate(3 + name.length + Long.BYTES + Integer.BYTES + (5 + 2 * fates.runs.size()) * LONGEST_VARINT);
            bytes.put(VERSION).put((byte) (isClosing ? 1 : 0)).put((byte) name.length).put(name).putLong(start).putInt(cell);
            for (var figure : new long[] {given.number, interval, given.number - fates.settled, fates.settled - fates.from, fates.runs.size()}) {
                varint(bytes, figure);
            }

            var told = fates.from;
            for (var run : fates.runs) {
                varint(bytes, run.first - told - 1);
                varint(bytes, (run.last - run.first) << 1 | (run.isUnknown ? 1 : 0));
                told = run.last;
            }

            return Arrays.copyOf(bytes.array(), bytes.position());
        }

        private static void varint(ByteBuffer bytes, long value) {
            for (; (value & ~0x7FL) != 0; value >>>= 7) {
                bytes.put((byte) (value | 0x80));
            }

            bytes.put((byte) value);
        }
    }

    /** A message's end. */
    enum Fate { ACKNOWLEDGED, FAILED, UNKNOWN }

    /**
     * One stream's numbers in one partition, as their sender knows them. What is told of a number is told until somebody must have read it: a run of failures stays in the header until a message
     * that carried it was acknowledged, and for some time after that.
     */
    static final class Numbers {
        /** So many of the last numbers are told of in any case. */
        private static final int WINDOW = 1000;

        /** More would make messages large; of what does not fit nothing is told. */
        private static final int MAX_RUNS = 32;

        private final boolean isAcknowledged;
        private final Map<Long, Fate> ahead = new HashMap<>();
        private final ArrayList<Run> runs = new ArrayList<>();
        private long last;
        private long lastTold;
        private long settled;
        private long from;
        private long lastAcknowledged;
        private Fates told;

        Numbers(boolean isAcknowledged) {
            this.isAcknowledged = isAcknowledged;
        }

        synchronized long give() {
            return ++last;
        }

        /** What the message of that number has to say, when it is made. They are made in the order of their numbers. */
        synchronized Given tell(long number) {
            lastTold = number;
            return new Given(number, tell());
        }

        /** What the closing record says: whose end is not known by now may be in the log. */
        synchronized Given close() {
            for (var number = settled + 1; number <= last; number++) {
                ahead.putIfAbsent(number, Fate.UNKNOWN);
            }

            settleInOrder();
            return new Given(last, tell());
        }

        synchronized void settle(long number, Fate fate) {
            if (number <= settled || ahead.putIfAbsent(number, fate) != null) {
                return;
            }

            if (fate == Fate.ACKNOWLEDGED) {
                lastAcknowledged = Math.max(lastAcknowledged, number);
            }

            settleInOrder();
        }

        private void settleInOrder() {
            for (Fate fate; (fate = ahead.remove(settled + 1)) != null; ) {
                settled++;
                told = null;
                if (!isAcknowledged) {
                    from = settled;
                } else if (fate != Fate.ACKNOWLEDGED) {
                    append(settled, fate == Fate.UNKNOWN);
                }
            }
        }

        private void append(long number, boolean isUnknown) {
            var before = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (before != null && before.last == number - 1 && before.isUnknown == isUnknown) {
                runs.set(runs.size() - 1, new Run(before.first, number, isUnknown, lastTold + 1));
            } else {
                runs.add(new Run(number, number, isUnknown, lastTold + 1));
            }
        }

        private Fates tell() {
            if (told != null) {
                return told;
            }

            while (runs.size() > MAX_RUNS || !runs.isEmpty() && runs.get(0).last <= settled - WINDOW && lastAcknowledged >= runs.get(0).carriedFrom) {
                from = runs.remove(0).last;
            }

            from = Math.max(from, settled - WINDOW);
            if (!runs.isEmpty()) {
                from = Math.min(from, runs.get(0).first - 1);
            }

            told = new Fates(from, settled, List.copyOf(runs));
            return told;
        }

        /** A number, or of a closing record the last one, and what its message has to say of those before. */
        record Given(long number, Fates fates) {}

        /** Of the numbers above from, up to settled, all were acknowledged but the runs. */
        record Fates(long from, long settled, List<Run> runs) {}

        /** Numbers in a row that were not acknowledged, told since the message carriedFrom. */
        record Run(long first, long last, boolean isUnknown, long carriedFrom) {}
    }

    /** What the client's exceptions say of a request. */
    record Outcomes(boolean retries) {
        Ended of(Exception e) {
            return e == null ? Ended.OK : new Ended(mayBeThere(e) ? Fate.UNKNOWN : Fate.FAILED, name(e), e);
        }

        Ended failed(Exception e) {
            return new Ended(Fate.FAILED, name(e), e);
        }

        /** What the call itself throws, and does not merely call back with, is its own state: after an end of its idempotence it says so of each message for ever. */
        boolean isFatal(RuntimeException e) {
            return e instanceof IllegalStateException || e.getClass() == KafkaException.class;
        }

        /**
         * The client does not tell which attempts there were: it says of what has waited for too long that it was not sent or not answered, without knowing which. What it would have tried again may
         * have been taken at an earlier attempt that had no answer; and what it gives up when it is closed may be on its way.
         */
        private boolean mayBeThere(Exception e) {
            return e instanceof TimeoutException
                || e instanceof NetworkException
                || e instanceof DisconnectException
                || e instanceof NotEnoughReplicasAfterAppendException
                || e instanceof UnknownServerException
                || e instanceof RetriableException && retries
                || !(e instanceof ApiException || e instanceof CommitFailedException);
        }

        static String name(Throwable e) {
            var error = Errors.forException(e);
            return error == Errors.UNKNOWN_SERVER_ERROR && !(e instanceof UnknownServerException) ? e.getClass().getSimpleName() : error.name();
        }

        record Ended(Fate fate, String error, Exception cause) {
            static final Ended OK = new Ended(Fate.ACKNOWLEDGED, null, null);

            void put(Json.Line line) {
                line.put("outcome", fate == Fate.ACKNOWLEDGED ? "ok" : fate == Fate.FAILED ? "failed" : "unknown");
                if (error != null) {
                    line.put("error", error);
                }
            }
        }
    }

    /** Reads the topic as a member of the group, on one thread, which serves the probe between two polls. */
    static final class Receiver implements ConsumerRebalanceListener {
        private static final Duration POLL = Duration.ofMillis(20);
        private static final Duration LONGEST_LOOK_UP = Duration.ofSeconds(10);
        private static final Duration LONGEST_REVOCATION = Duration.ofSeconds(10);
        private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
        private static final Duration LONGEST_ENDS_CLOSE = Duration.ofSeconds(1);
        private static final long FAILURE_PAUSE = 100_000_000;

        /** So many markers at an end, of as many instances, or so much of an aborted transaction, are looked through first. */
        private static final long FIRST_LOOK = 64;

        /** Some seconds of reading at most. */
        private static final long MOST_BACKLOG = 10_000;

        /** What is not waited for is not tried again either, and what is waited for is tried until its time is over. */
        private final Outcomes outcomes = new Outcomes(false);

        private final BlockingQueue<Commit> commits = new LinkedBlockingQueue<>();
        private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
        private final Thread thread = Daemon.named("receiver").newThread(this::run);
        private final Configuration configuration;
        private final Events events;
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<Long, Begun> uncommitted = new LinkedHashMap<>();
        private volatile Set<TopicPartition> owned = Set.of();
        private int known;
        private int unanswered;
        private boolean isStopped;
        private volatile boolean hasLeft;
        private volatile boolean isLeft;

        Receiver(Configuration configuration, Events events) {
            this.configuration = configuration;
            this.events = events;
            var properties = configuration.consumerProperties();
            if (configuration.commitsItself) {
                CommitWatch.addTo(properties, events);
            }

            consumer = Clients.build("consumer", () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        }

        void start() {
            if (isStarted()) {
                throw new IllegalArgumentException("once only");
            }

            thread.start();
        }

        void commit(Commit commit) {
            commits.add(commit);
            if (!isStarted() || hasLeft) {
                refuseCommits();
            }
        }

        void cover(int partitions) {
            if (partitions > known) {
                orders.add(this::lookForPartitions);
            }

            // A topic that was made anew with fewer of them may grow again.
            known = partitions;
        }

        void stop(Runnable done) {
            if (!isStarted()) {
                done.run();
                return;
            }

            orders.add(() -> {
                // It stays a member, and goes on to be asked for what it has.
                isStopped = true;
                consumer.pause(consumer.assignment());
                done.run();
            });
        }

        /** Whether the group knows. */
        boolean leave(Duration longest) {
            if (!isStarted()) {
                close();
                return isLeft;
            }

            orders.add(this::close);
            try {
                thread.join(longest.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }

            return isLeft;
        }

        /** By a client of its own, which may wait for a partition while the others are read. Closed by the older of two forms, as the consumer is. */
        @SuppressWarnings("deprecation")
        Ends findEnds(Duration longest) {
            var end = System.nanoTime() + longest.toNanos();
            var ends = new ArrayList<List<Long>>();
            var all = owned;
            var left = new ArrayList<>(all);
            try {
                var client = new KafkaConsumer<>(Clients.withoutGroup(configuration.consumerProperties()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                try {
                    for (; !left.isEmpty() && end > System.nanoTime(); left.remove(0)) {
                        findEnd(client, left.get(0), Duration.ofNanos((end - System.nanoTime()) / left.size()), ends);
                    }
                } finally {
                    // Of itself it would wait for brokers that do not answer, and who leaves waits behind it.
                    client.close(LONGEST_ENDS_CLOSE);
                }
            } catch (KafkaException e) {
                complain("ends", e);
            }

            return new Ends(ends, ends.size() == all.size());
        }

        private void findEnd(KafkaConsumer<byte[], byte[]> client, TopicPartition partition, Duration longest, List<List<Long>> ends) {
            try {
                var until = System.nanoTime() + longest.toNanos();
                var end = client.endOffsets(Set.of(partition), longest).get(partition);
                var last = configuration.isTransactional() ? lastRecord(client, partition, end, until) : end;
                if (last != null) {
                    ends.add(List.of((long) partition.partition(), last));
                }
            } catch (KafkaException e) {
                // It does not answer: nobody can read to its end now.
                complain("end of " + partition, e);
            }
        }

        /** Behind it: where transactions end are markers, which nobody is given. Null where that is not found out in time. */
        private static Long lastRecord(KafkaConsumer<byte[], byte[]> client, TopicPartition partition, long end, long until) {
            client.assign(List.of(partition));
            var low = client.beginningOffsets(List.of(partition), Duration.ofNanos(Math.max(1, until - System.nanoTime()))).get(partition);
            for (var look = FIRST_LOOK; System.nanoTime() < until; look *= 16) {
                var from = Math.max(low, end - look);
                var last = from;
                client.seek(partition, from);
                while (client.position(partition) < end && System.nanoTime() < until) {
                    for (var record : client.poll(POLL)) {
                        last = record.offset() < end ? record.offset() + 1 : last;
                    }
                }

                if ((last > from || from <= low) && client.position(partition) >= end) {
                    return last;
                }
            }

            return null;
        }

        private boolean isStarted() {
            return thread.getState() != Thread.State.NEW;
        }

        private void run() {
            events.at("subscribed", line -> {});
            consumer.subscribe(List.of(configuration.topic), this);
            while (!hasLeft) {
                receive();
                serve();
            }
        }

        private void receive() {
            try {
                var records = consumer.poll(POLL);
                // They are all the application's by now; what it takes to tell of them one after the other is no wait for Kafka.
                var now = System.nanoTime();
                for (var record : records) {
                    received(record, now);
                }
            } catch (KafkaException e) {
                events.at("receive_failed", line -> line.put("error", Outcomes.name(e)));
                complain("read", e);
                // What it says at once it says again at once.
                LockSupport.parkNanos(FAILURE_PAUSE);
            }
        }

        private void received(ConsumerRecord<byte[], byte[]> record, long at) {
            events.tell("received", line -> line
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("at", at)
                .put("timestamp", record.timestamp())
                .put("timestamp_type", switch (record.timestampType()) {
                    case CREATE_TIME -> "create";
                    case LOG_APPEND_TIME -> "append";
                    case NO_TIMESTAMP_TYPE -> "none";
                })
                .put("headers", ourHeaders(record.headers())));
        }

        private static Map<String, String> ourHeaders(Headers headers) {
            var ours = new TreeMap<String, String>();
            for (var key : List.of(Stamp.KEY, LedgerHeader.KEY, "kafka-sli-clock")) {
                var header = headers.lastHeader(key);
                if (header != null && header.value() != null) {
                    ours.put(key, Base64.getEncoder().encodeToString(header.value()));
                }
            }

            return ours;
        }

        private void serve() {
            commitWhatWaits();
            for (Runnable order; !hasLeft && (order = orders.poll()) != null; ) {
                order.run();
            }
        }

        private void commitWhatWaits() {
            for (Commit commit; (commit = commits.poll()) != null; ) {
                // An answer that comes now comes too late to be waited for.
                unanswered -= commit.isRevoking ? 1 : 0;
                commitMeanwhile(commit);
            }
        }

        private void commitMeanwhile(Commit commit) {
            var begun = begin(commit);
            if (begun.positions.isEmpty()) {
                endCommit(begun, null);
                return;
            }

            uncommitted.put(commit.id, begun);
            try {
                consumer.commitAsync(begun.positions, (offsets, e) -> endCommit(begun, e));
            } catch (KafkaException e) {
                endCommit(begun, e);
            }
        }

        private Begun begin(Commit commit) {
            return new Begun(commit.id, System.nanoTime(), ours(commit.positions));
        }

        private void endCommit(Begun begun, Exception e) {
            uncommitted.remove(begun.id);
            // That it could be tried again is said around what was the matter.
            var ended = outcomes.of(e instanceof RetriableCommitFailedException && e.getCause() instanceof Exception cause ? cause : e);
            events.at("committed", line -> {
                line.put("id", begun.id).put("start", begun.start).put("positions", Clients.pairs(begun.positions));
                if (begun.positions.isEmpty()) {
                    line.put("outcome", "none");
                } else {
                    ended.put(line);
                }
            });
            if (ended.cause() != null) {
                complain("commit", ended.cause());
            }
        }

        /** Each that is asked for is answered, though nobody reads any more. */
        private void refuseCommits() {
            for (Commit commit; (commit = commits.poll()) != null; ) {
                endCommit(new Begun(commit.id, System.nanoTime(), Map.of()), null);
            }
        }

        private Map<TopicPartition, OffsetAndMetadata> ours(Map<Integer, Long> positions) {
            var ours = new LinkedHashMap<TopicPartition, OffsetAndMetadata>();
            positions.forEach((partition, offset) -> {
                var ourOwn = new TopicPartition(configuration.topic, partition);
                if (owned.contains(ourOwn)) {
                    ours.put(ourOwn, new OffsetAndMetadata(offset));
                }
            });
            return ours;
        }

        /**
         * By itself the client finds out about new partitions within five minutes, and till then the group does not read them: that would be an outage which the probe has made. It asks at once when
         * its subscription changes; that it has changed back by then makes no difference. With the protocol of KIP-848 the broker tells it.
         */
        private void lookForPartitions() {
            if (!isStopped && !configuration.consumer.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic").equalsIgnoreCase("consumer")) {
                consumer.subscribe(List.of(configuration.topic, configuration.topic + "."), this);
                consumer.subscribe(List.of(configuration.topic), this);
            }
        }

        /** By the older of its two forms, which all versions have. */
        @SuppressWarnings("deprecation")
        private void close() {
            var end = System.nanoTime() + LONGEST_CLOSE.toNanos();
            try {
                consumer.close(LONGEST_CLOSE);
                // It says nothing of a request that had no answer, but then it has waited for it to the last.
                isLeft = System.nanoTime() < end;
            } catch (KafkaException e) {
                // The cluster is gone; the group will find out by itself.
                complain("leave", e);
            }

            hasLeft = true;
            List.copyOf(uncommitted.values()).forEach(begun -> endCommit(begun, new TimeoutException("it was left")));
            refuseCommits();
        }

        private void complain(String what, Exception e) {
            events.error(what + " " + Outcomes.name(e), what + ": " + Clients.reason(e), Outcomes.name(e));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            var starts = new ArrayList<Map<String, Object>>();
            try {
                var committed = consumer.committed(new HashSet<>(partitions), LONGEST_LOOK_UP);
                var fresh = partitions.stream().filter(partition -> committed.get(partition) == null).toList();
                var first = consumer.beginningOffsets(fresh, LONGEST_LOOK_UP);
                var end = consumer.endOffsets(fresh, LONGEST_LOOK_UP);
                for (var partition : partitions) {
                    var position = committed.get(partition);
                    // A group that has never committed reads from the beginning, so that nothing of its own is missed. A log that somebody has long written to is not read again.
                    starts.add(begin(partition, position != null, position != null
                        ? position
                        : new OffsetAndMetadata(end.get(partition) - first.get(partition) <= MOST_BACKLOG ? first.get(partition) : end.get(partition))));
                }
            } catch (KafkaException e) {
                // Left to the client, as for any service.
                complain("start", e);
                starts.clear();
                partitions.forEach(partition -> starts.add(start(partition, null, false)));
            }

            owned = with(partitions);
            if (isStopped) {
                consumer.pause(partitions);
            }

            events.at("assigned", line -> line.put("partitions", starts));
        }

        private Map<String, Object> begin(TopicPartition partition, boolean isResumed, OffsetAndMetadata position) {
            consumer.seek(partition, position);
            return start(partition, position.offset(), isResumed);
        }

        private static Map<String, Object> start(TopicPartition partition, Long offset, boolean isResumed) {
            var start = new LinkedHashMap<String, Object>();
            start.put("partition", partition.partition());
            start.put("offset", offset);
            start.put("resumed", isResumed);
            return start;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }

            // What was to be committed before is no answer to what is told now.
            commitWhatWaits();
            events.at("revoking", line -> line.put("partitions", Clients.numbers(partitions)));
            if (!configuration.commitsItself) {
                commitAsAnswered();
            }

            owned = without(partitions);
            events.at("revoked", line -> line.put("partitions", Clients.numbers(partitions)));
        }

        /** Whoever reads them next goes on where this one ended. */
        private void commitAsAnswered() {
            unanswered++;
            var end = System.nanoTime() + LONGEST_REVOCATION.toNanos();
            try {
                for (Commit commit; (commit = commits.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) != null; ) {
                    // An answer may be that to an earlier one, which was waited for in vain.
                    if (commit.isRevoking && --unanswered == 0) {
                        commitNow(begin(commit), Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                        return;
                    }

                    // It was asked for before, and its positions are older: it must not come after the answer.
                    commitMeanwhile(commit);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }

            commitNow(null, Duration.ZERO);
        }

        /** Of nothing too: it waits for the ends of those before. */
        private void commitNow(Begun begun, Duration longest) {
            Exception fault = null;
            try {
                consumer.commitSync(begun == null ? Map.of() : begun.positions, longest);
            } catch (KafkaException e) {
                fault = e;
            }

            if (begun != null) {
                endCommit(begun, fault);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                owned = without(partitions);
                events.at("lost", line -> line.put("partitions", Clients.numbers(partitions)));
            }
        }

        /** What is being committed of what was asked for. */
        private record Begun(long id, long start, Map<TopicPartition, OffsetAndMetadata> positions) {}

        private Set<TopicPartition> with(Collection<TopicPartition> partitions) {
            var all = new HashSet<>(owned);
            all.addAll(partitions);
            return Set.copyOf(all);
        }

        private Set<TopicPartition> without(Collection<TopicPartition> partitions) {
            var all = new HashSet<>(owned);
            all.removeAll(partitions);
            return Set.copyOf(all);
        }
    }

    /** Where partitions end. */
    record Ends(List<List<Long>> ends, boolean areAll) {}

    /** The client tells of its own commits nowhere else. */
    public static final class CommitWatch implements ConsumerInterceptor<byte[], byte[]> {
        private static final String EVENTS = "kafka.sli.events";

        private Events events;

        static void addTo(Map<String, Object> properties, Events events) {
            var all = new ArrayList<>();
            if (properties.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG) instanceof String plan && !plan.isBlank()) {
                all.addAll(List.of(plan.trim().split("\\s*,\\s*")));
            }

            all.add(CommitWatch.class);
            properties.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, all);
            properties.put(EVENTS, events);
        }

        @Override
        public void configure(Map<String, ?> properties) {
            events = (Events) properties.get(EVENTS);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (!offsets.isEmpty()) {
                events.at("committed", line -> line.put("positions", Clients.pairs(offsets)).put("outcome", "ok"));
            }
        }

        @Override
        public void close() {}
    }

    /** What both clients need. */
    static final class Clients {
        /** Its properties are the plan's: what is wrong with them is said in one line. */
        static <T> T build(String which, Supplier<T> build) {
            try {
                return build.get();
            } catch (KafkaException | IllegalArgumentException e) {
                throw new IllegalArgumentException(which + ": " + reason(e), e);
            }
        }

        static Map<String, Object> withoutGroup(Map<String, Object> consumer) {
            consumer.keySet().removeAll(Set.of(
                ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.GROUP_PROTOCOL_CONFIG, ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG));
            consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
            consumer.put(ConsumerConfig.CLIENT_ID_CONFIG, consumer.get(ConsumerConfig.CLIENT_ID_CONFIG) + "-ends");
            return consumer;
        }

        static List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).sorted().toList();
        }

        static List<List<Long>> pairs(Map<TopicPartition, OffsetAndMetadata> positions) {
            return positions.entrySet().stream().map(position -> List.of((long) position.getKey().partition(), position.getValue().offset())).toList();
        }

        /** With what is behind it, which says more where a client as a whole is refused. */
        static String reason(Throwable e) {
            var reason = new StringBuilder();
            for (; e != null; e = e.getCause()) {
                var said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                if (reason.indexOf(said) < 0) {
                    reason.append(reason.length() == 0 ? "" : ": ").append(said);
                }
            }

            return reason.toString();
        }
    }

    /**
     * What is told to the probe. Times are taken under the lock under which the line is written: so lines are in the order of their times, and whoever takes a later time under it knows that
     * everything before is written.
     */
    static final class Events {
        /** A probe that takes no more is gone, or might as well be. */
        private static final int MOST_WAITING = 64 << 20;

        private static final long BETWEEN_WRITES = 2_000_000;
        private static final long BETWEEN_COMPLAINTS = 1_000_000_000;
        private static final int MOST_COMPLAINTS = 1000;
        private static final long BETWEEN_VOUCHES_MS = 50;
        private static final long LONGEST_FINISH_MS = 2000;

        private final Map<String, Long> complaints = new ConcurrentHashMap<>();
        private final OutputStream output;
        private final Thread writer = Daemon.named("events").newThread(this::write);
        private StringBuilder waiting = new StringBuilder();
        private boolean isFinished;

        /** What an event has. */
        interface Fields {
            void put(Json.Line line);
        }

        Events(OutputStream output) {
            this.output = output;
            writer.start();
        }

        synchronized void at(String event, Fields fields) {
            var now = System.nanoTime();
            tell(event, line -> fields.put(line.put("at", now)));
        }

        synchronized void tell(String event, Fields fields) {
            if (isFinished) {
                return;
            }

            if (waiting.length() == 0) {
                notifyAll();
            }

            var line = new Json.Line(waiting).put("event", event);
            fields.put(line);
            line.end();
            if (waiting.length() > MOST_WAITING) {
                Runtime.getRuntime().halt(1);
            }
        }

        /** Not a flood: each once a second. */
        void error(String key, String text, String error) {
            var now = System.nanoTime();
            if (complaints.size() > MOST_COMPLAINTS) {
                complaints.clear();
            }

            if (complaints.merge(key, now, (before, then) -> then - before < BETWEEN_COMPLAINTS ? before : then) == now) {
                tell("error", line -> {
                    line.put("text", oneLine(text));
                    if (error != null) {
                        line.put("error", error);
                    }
                });
            }
        }

        void fatal(String text) {
            tell("fatal", line -> line.put("text", oneLine(text)));
            finish(1);
        }

        /** Ends the process when all has been written. */
        void finish(int exitCode) {
            synchronized (this) {
                isFinished = true;
                notifyAll();
            }

            try {
                writer.join(LONGEST_FINISH_MS);
            } catch (InterruptedException e) {
                // It ends anyhow.
            }

            Runtime.getRuntime().halt(exitCode);
        }

        void beginToVouch() {
            Daemon.named("told").newThread(() -> {
                while (true) {
                    at("told", line -> {});
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_VOUCHES_MS));
                }
            }).start();
        }

        private void write() {
            try {
                for (String lines; (lines = take()) != null; ) {
                    output.write(lines.getBytes(StandardCharsets.UTF_8));
                    // The times are taken: some that come together cost less.
                    LockSupport.parkNanos(BETWEEN_WRITES);
                }
            } catch (IOException e) {
                Runtime.getRuntime().halt(1);
            }
        }

        private synchronized String take() {
            try {
                while (waiting.length() == 0) {
                    if (isFinished) {
                        return null;
                    }

                    wait();
                }
            } catch (InterruptedException e) {
                return null;
            }

            var lines = waiting.toString();
            waiting = new StringBuilder();
            return lines;
        }

        private static String oneLine(String text) {
            return text.replaceAll("\\s+", " ").trim();
        }
    }

    /** Threads that do not keep the process. */
    static final class Daemon {
        static ThreadFactory named(String name) {
            return run -> {
                var thread = new Thread(run, name);
                thread.setDaemon(true);
                return thread;
            };
        }
    }

    /** As much of JSON as the protocol has; the libraries of a Kafka client need not have any. */
    static final class Json {
        private final String text;
        private int at;

        private Json(String text) {
            this.text = text;
        }

        @SuppressWarnings("unchecked")
        static Map<String, Object> object(String text) {
            var json = new Json(text);
            var value = json.value();
            json.space();
            if (json.at < text.length()) {
                throw json.fault();
            }

            if (value instanceof Map<?, ?> object) {
                return (Map<String, Object>) object;
            }

            throw new IllegalArgumentException("no JSON object");
        }

        private Object value() {
            space();
            return switch (peek()) {
                case '{' -> object();
                case '[' -> list();
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", null);
                default -> number();
            };
        }

        private Map<String, Object> object() {
            var object = new LinkedHashMap<String, Object>();
            at++;
            if (isNext('}')) {
                return object;
            }

            do {
                space();
                var key = string();
                expect(':');
                object.put(key, value());
            } while (isNext(','));
            expect('}');
            return object;
        }

        private List<Object> list() {
            var list = new ArrayList<Object>();
            at++;
            if (isNext(']')) {
                return list;
            }

            do {
                list.add(value());
            } while (isNext(','));
            expect(']');
            return list;
        }

        private String string() {
            if (peek() != '"') {
                throw fault();
            }

            at++;
            var string = new StringBuilder();
            for (char c; (c = take()) != '"'; ) {
                if (c < ' ') {
                    throw fault();
                }

                string.append(c == '\\' ? escaped() : c);
            }

            return string.toString();
        }

        private char escaped() {
            var c = take();
            return switch (c) {
                case '"', '\\', '/' -> c;
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> {
                    var code = 0;
                    for (var i = 0; i < 4; i++) {
                        var digit = Character.digit(take(), 16);
                        if (digit < 0) {
                            throw fault();
                        }

                        code = code << 4 | digit;
                    }

                    yield (char) code;
                }
                default -> throw fault();
            };
        }

        private Object number() {
            var start = at;
            while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
                at++;
            }

            var number = text.substring(start, at);
            try {
                // A double would round a time.
                return Long.valueOf(number);
            } catch (NumberFormatException e) {
                return fraction(number);
            }
        }

        private Double fraction(String number) {
            try {
                return Double.valueOf(number);
            } catch (NumberFormatException e) {
                throw fault();
            }
        }

        private Object word(String word, Object value) {
            if (!text.startsWith(word, at)) {
                throw fault();
            }

            at += word.length();
            return value;
        }

        private boolean isNext(char c) {
            space();
            if (peek() == c) {
                at++;
                return true;
            }

            return false;
        }

        private void expect(char c) {
            if (!isNext(c)) {
                throw fault();
            }
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private char take() {
            if (at >= text.length()) {
                throw fault();
            }

            return text.charAt(at++);
        }

        private IllegalArgumentException fault() {
            return new IllegalArgumentException("no JSON at character " + (at + 1));
        }

        /** One event, as it is written. */
        static final class Line {
            private final StringBuilder text;
            private boolean isBegun;

            Line(StringBuilder text) {
                this.text = text;
            }

            Line put(String key, Object value) {
                append(isBegun ? "," : "{").write(key);
                isBegun = true;
                append(":").write(value);
                return this;
            }

            void end() {
                append("}\n");
            }

            private void write(Object value) {
                if (value instanceof String string) {
                    quote(string);
                } else if (value instanceof List<?> list) {
                    var separator = "[";
                    for (var item : list) {
                        append(separator).write(item);
                        separator = ",";
                    }

                    append(list.isEmpty() ? "[]" : "]");
                } else if (value instanceof Map<?, ?> map) {
                    var inner = new Line(text);
                    map.forEach((key, item) -> inner.put((String) key, item));
                    append(map.isEmpty() ? "{}" : "}");
                } else {
                    text.append(value);
                }
            }

            private void quote(String string) {
                append("\"");
                for (var i = 0; i < string.length(); i++) {
                    var c = string.charAt(i);
                    if (c == '"' || c == '\\') {
                        text.append('\\').append(c);
                    } else if (c < ' ' || Character.isSurrogate(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }

                append("\"");
            }

            private Line append(String part) {
                text.append(part);
                return this;
            }
        }
    }

    /** Holds what is written here to what the probe itself writes. */
    static final class Vectors {
        private int count;

        static int check(Path file) throws IOException {
            try {
                var vectors = new Vectors();
                vectors.check(Json.object(Files.readString(file)));
                System.out.println("vectors: " + vectors.count + " checked");
                return 0;
            } catch (IllegalStateException e) {
                System.out.println("vectors: " + e.getMessage());
                return 1;
            }
        }

        private void check(Map<String, Object> vectors) {
            for (var stamp : objects(vectors.get("stamps"))) {
                hold("stamp of " + stamp.get("topic"), stamp.get("header"), base64(Stamp.of((Long) stamp.get("sent_us"), (String) stamp.get("topic"))));
            }

            hold("cell_hash", vectors.get("cell_hash"), Integer.toUnsignedLong(Fnv.of((String) vectors.get("cell"))));
            for (var partition : objects(vectors.get("partitions"))) {
                checkPartition(vectors, partition);
            }
        }

        private void checkPartition(Map<String, Object> vectors, Map<String, Object> partition) {
            var numbers = new Numbers((Boolean) partition.get("acknowledged"));
            for (var step : (List<?>) partition.get("steps")) {
                var words = ((String) step).split(" ");
                switch (words[0]) {
                    case "next" -> hold(partition.get("name") + ": " + step, words[1], header(vectors, false, numbers.tell(numbers.give())));
                    case "close" -> hold(partition.get("name") + ": " + step, words[1], header(vectors, true, numbers.close()));
                    case "settle" -> numbers.settle(Long.parseLong(words[1]), switch (words[2]) {
                        case "ok" -> Fate.ACKNOWLEDGED;
                        case "failed" -> Fate.FAILED;
                        default -> Fate.UNKNOWN;
                    });
                    case "quiet" -> {
                        for (var i = Long.parseLong(words[1]); i > 0; i--) {
                            numbers.settle(numbers.tell(numbers.give()).number, Fate.ACKNOWLEDGED);
                        }
                    }
                    default -> throw new IllegalStateException(partition.get("name") + ": what is " + step + "?");
                }
            }
        }

        private static String header(Map<String, Object> vectors, boolean isClosing, Numbers.Given given) {
            return base64(LedgerHeader.of((String) vectors.get("instance"), (Long) vectors.get("stream_start"), ((Long) vectors.get("cell_hash")).intValue(), isClosing, given, (Long) vectors.get("interval_us")));
        }

        private void hold(String what, Object expected, Object written) {
            if (!expected.equals(written)) {
                throw new IllegalStateException(what + ": " + written + " is written here");
            }

            count++;
        }

        @SuppressWarnings("unchecked")
        private static List<Map<String, Object>> objects(Object list) {
            return (List<Map<String, Object>>) list;
        }

        private static String base64(byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }
}
