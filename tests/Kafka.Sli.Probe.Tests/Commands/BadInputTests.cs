using System.Net;
using System.Net.Sockets;

namespace Kafka.Sli.Probe.Tests.Commands;

/// <summary>One clear line that names the key, the value and what would be right, the documented exit code, and no stack trace.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("--rats=1", "--rats: there is no such option; did you mean --rate? See --help for all")]
    [InlineData("--zzzzzzzz", "--zzzzzzzz: there is no such option; see --help")]
    [InlineData("rum", "rum: there is no such command; did you mean run? See --help for all")]
    [InlineData("--for", "Required argument missing for option: '--for'; see --help")]
    [InlineData("--rate=0", "--rate 0: must be a number of messages per second, from 0.000001 to 1000000, like --rate 100")]
    [InlineData("--rate=-5", "--rate -5: must be a number of messages per second, from 0.000001 to 1000000, like --rate 100")]
    [InlineData("--rate=0.0000001", "--rate 0.0000001: must be a number of messages per second, from 0.000001 to 1000000, like --rate 100")]
    [InlineData("--rate=fast", "--rate fast: must be a number of messages per second, from 0.000001 to 1000000, like --rate 100")]
    [InlineData("--size=-1", "--size -1: must be a number of bytes from 0 to 100000000, like --size 256")]
    [InlineData("--for=10", "--for 10: must be a duration longer than 0, a number and one of us, ms, s, m, h, d, like --for 10s")]
    [InlineData("--for=0s", "--for 0s: must be a duration longer than 0, a number and one of us, ms, s, m, h, d, like --for 10s")]
    [InlineData("--topic=a b", "--topic a b: is no name of a topic; it takes 1 to 249 letters, digits, '.', '_' and '-'")]
    [InlineData("--bootstrap=host:port", "--bootstrap host:port: 'host:port' is no broker; write it as host:port, like --bootstrap kafka-1:9092,kafka-2:9092")]
    [InlineData("--instance= a", "--instance  a: must be a name of 1 to 64 bytes, like --instance probe-1")]
    [InlineData("--instance=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaäö", "--instance aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaäö: must be a name of 1 to 64 bytes, like --instance probe-1")]
    [InlineData("--listen=9464", "--listen 9464: must be address:port with a port from 0 to 65535, like --listen 127.0.0.1:9464")]
    [InlineData("--listen=::1", "--listen ::1: must be address:port with a port from 0 to 65535, like --listen 127.0.0.1:9464")]
    [InlineData("--property=bootstrap.servers=", "--bootstrap : '' is no broker; write it as host:port, like --bootstrap kafka-1:9092,kafka-2:9092")]
    [InlineData("--property=group.id=", "--property group.id=: must not be empty; leave it out for a group named after the topic")]
    [InlineData("--listen=192.0.2.1:80", "--listen 192.0.2.1:80: cannot be listened on (Cannot assign requested address); give an address of this machine, like 127.0.0.1")]
    [InlineData("--objective=produce: 99 < 1s", "--objective: 'produce: 99 < 1s' is no objective; write it like 'produce of orders-*: 99.9% < 500ms over 30d'")]
    [InlineData("--property=linger.mss=5", "--property 'linger.mss' is no property of librdkafka; did you mean 'linger.ms'?")]
    [InlineData("--property=dotnet.producer.enable.delivery.reports=false", "--property dotnet.producer.enable.delivery.reports=false: the probe measures to the delivery report; leave it out")]
    [InlineData("--property=transactional.id=x", "--property transactional.id=x: the probe gives each instance its own where its profile says transaction.every; leave it out")]
    [InlineData("--property=transactional.id=true", "--property transactional.id=true: the probe gives each instance its own where its profile says transaction.every; leave it out")]
    [InlineData("--property=delivery.report.only.error=T", "--property delivery.report.only.error=T: the probe measures to the delivery report; leave it out")]
    [InlineData("--property=dotnet.consumer.consume.result.fields=timestamp, topic", "--property dotnet.consumer.consume.result.fields=timestamp, topic: the probe judges a message by its headers, timestamp and topic; leave it out")]
    [InlineData("--property=linger.ms", "--property: write it as key=value, like --property linger.ms=0")]
    public async Task Is_refused_in_one_line_with_exit_code_2(string argument, string line)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(argument);

        Assert.Equal($"kafka-sli-probe: {line}\n", errors);
        Assert.Empty(output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task A_value_that_librdkafka_refuses_is_told_with_what_it_takes()
    {
        var (exitCode, _, errors) = await ProbeProcess.RunAsync("--property", "acks=most");

        Assert.Matches(@"^kafka-sli-probe: --property 'acks' cannot be 'most': [^\n]*-1 \.\. 1000\n$", errors);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task A_combination_that_librdkafka_refuses_is_told()
    {
        var (exitCode, _, errors) = await ProbeProcess.RunAsync("--listen", "127.0.0.1:0", "--property", "acks=1", "--property", "enable.idempotence=true");

        Assert.Matches(@"^kafka-sli-probe: --property: librdkafka refuses the configuration: [^\n]*acks[^\n]*\n$", errors);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task A_secret_is_never_shown()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync(
            "--listen", "127.0.0.1:0", "--for", "1s", "--property", "sasl.password=hunter2", "--property", "security.protocol=SASL_PLAINTEXT", "--property", "sasl.mechanism=nonsense");

        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain("hunter2", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_was_set_off_by_a_blank_is_not_shown()
    {
        var (exitCode, _, errors) = await ProbeProcess.RunAsync("--property", "sasl.password", "hunter2");

        Assert.Equal("kafka-sli-probe: --property: write it as key=value in one word, like --property linger.ms=0\n", errors);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense", "OTEL_EXPORTER_OTLP_ENDPOINT=nonsense: must be a URL, like http://127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "bogus", "OTEL_EXPORTER_OTLP_PROTOCOL=bogus: must be grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=b,hunter2", "OTEL_EXPORTER_OTLP_HEADERS: must be headers as key=value,key=value")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "0", "OTEL_EXPORTER_OTLP_TIMEOUT=0: must be a whole number of milliseconds, 1 or more")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "15s", "OTEL_METRIC_EXPORT_INTERVAL=15s: must be a whole number of milliseconds, 1 or more")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_CERTIFICATE",
        "/no-such-file",
        "OTEL_EXPORTER_OTLP_CERTIFICATE, _CLIENT_CERTIFICATE and _CLIENT_KEY: cannot be used (CA Certificate file not found at path: /no-such-file); give files in PEM")]
    public async Task A_wrong_variable_of_OpenTelemetry_is_named(string key, string value, string line)
    {
        await using var probe = ProbeProcess.Start([("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), (key, value)], "--listen", "127.0.0.1:0");

        var (exitCode, _, errors) = await probe.EndAsync();

        Assert.Equal($"kafka-sli-probe: {line}\n", errors);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, output, errors) = await ProbeProcess.RunAsync("--listen", $"127.0.0.1:{port}", "--for", "1s");

        Assert.Equal($"kafka-sli-probe: --listen 127.0.0.1:{port}: the port is in use; give a free one, or port 0 for any\n", errors);
        Assert.Empty(output);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("no-such-folder/junit.xml")]
    [InlineData("")]
    public async Task A_report_that_cannot_be_written_is_told_before_anything_is_measured(string path)
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("--listen", "127.0.0.1:0", "--for", "1s", "--junit", path);

        Assert.Matches($@"^kafka-sli-probe: --junit {path}: cannot be written \([^\n]+\); give a file in a folder that is there\n$", errors);
        Assert.Empty(output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_ends_with_3()
    {
        var (exitCode, output, errors) = await ProbeProcess.RunAsync("--listen", "127.0.0.1:0", "--bootstrap", "127.0.0.1:9", "--json");

        Assert.Matches(@"^kafka-sli-probe: --bootstrap 127\.0\.0\.1:9: no broker answered within 10 s \([^\n]*Connection refused[^\n]*\); give host:port of a broker that this machine reaches, and by --property the security.protocol that it speaks\n$", errors);
        Assert.Empty(output);
        Assert.Equal(3, exitCode);
    }

    [Fact]
    public async Task Without_Kafka_Sli_there_is_nothing_to_measure_by()
    {
        await using var probe = ProbeProcess.Start([("KAFKA_SLI_DISABLED", "true")], "--listen", "127.0.0.1:0");

        var (exitCode, _, errors) = await probe.EndAsync();

        Assert.Equal("kafka-sli-probe: KAFKA_SLI_DISABLED=true: the probe measures through Kafka.Sli alone; unset it\n", errors);
        Assert.Equal(2, exitCode);
    }
}
