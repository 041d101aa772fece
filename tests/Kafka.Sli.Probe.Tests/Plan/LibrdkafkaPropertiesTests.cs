using Kafka.Sli.Probe.Plan;

namespace Kafka.Sli.Probe.Tests.Plan;

public class LibrdkafkaPropertiesTests
{
    [Theory]
    [InlineData("security.protocol", "sasl_ssl")]
    [InlineData("sasl.password", "hunter2")]
    [InlineData("ssl.ca.location", "/etc/ssl/ca.pem")]
    [InlineData("linger.ms", "0.5")]
    [InlineData("acks", "all")]
    [InlineData("group.id", "readers")]
    [InlineData("transactional.id", "writer-1")]
    [InlineData("bootstrap.servers", "")]
    [InlineData("dotnet.cancellation.delay.max.ms", "50")]
    [InlineData("dotnet.producer.enable.delivery.reports", "false")]
    [InlineData("dotnet.producer.delivery.report.fields", "key, status")]
    [InlineData("dotnet.consumer.consume.result.fields", "none")]
    public void What_the_client_takes_has_no_fault(string key, string value) => Assert.Null(LibrdkafkaProperties.Validate(key, value));

    [Theory]
    [InlineData("enable.auto.commit", "T", "true")]
    [InlineData("enable.auto.commit", "1", "true")]
    [InlineData("enable.auto.commit", "FALSE", "false")]
    [InlineData("acks", "0x0", "0")]
    [InlineData("acks", "all", "-1")]
    [InlineData("message.timeout.ms", "010", "8")]
    [InlineData("retries", "00", "0")]
    [InlineData("no.such.property", "x", "x")]
    public void What_it_makes_of_a_value_is_what_counts(string key, string value, string read) => Assert.Equal(read, LibrdkafkaProperties.Read(key, value));

    [Theory]
    [InlineData("security.protokol", "did you mean 'security.protocol'?")]
    [InlineData("sasl.passwort", "did you mean 'sasl.password'?")]
    [InlineData("ssl.ca.lcoation", "did you mean 'ssl.ca.location'?")]
    [InlineData("linger.ns", "did you mean 'linger.ms'?")]
    [InlineData("Acks", "did you mean 'acks'?")]
    [InlineData("gruop.id", "did you mean 'group.id'?")]
    [InlineData("transactionalid", "did you mean 'transactional.id'?")]
    [InlineData("dotnet.cancelation.delay.max.ms", "did you mean 'dotnet.cancellation.delay.max.ms'?")]
    [InlineData("dotnet.x", "it has dotnet.producer.enable.background.poll, dotnet.producer")]
    [InlineData("colour", "is no property of librdkafka; its documentation lists them")]
    [InlineData("", "'' is no property of librdkafka")]
    public void An_unknown_name_is_told_with_the_nearest_known(string key, string told)
    {
        var fault = LibrdkafkaProperties.Validate(key, "hunter2");

        Assert.Contains(told, fault, StringComparison.Ordinal);
        Assert.Contains($"'{key}'", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linger.ms", "900001", "0..900000")]
    [InlineData("message.timeout.ms", "soon", "0 .. 2147483647")]
    [InlineData("acks", "most", "-1 .. 1000")]
    [InlineData("enable.idempotence", "maybe", "true, false")]
    [InlineData("security.protocol", "tls", "plaintext, ssl, sasl_plaintext, sasl_ssl")]
    [InlineData("compression.type", "zip", "none, gzip, snappy, lz4, zstd")]
    [InlineData("ssl.truststore.location", "trust.jks", "ssl.ca.location")]
    [InlineData("dotnet.cancellation.delay.max.ms", "0", "1 .. 10000")]
    [InlineData("dotnet.producer.enable.background.poll", "yes", "true, false")]
    [InlineData("dotnet.consumer.consume.result.fields", "value", "headers, timestamp, topic")]
    public void A_wrong_value_is_told_with_what_would_be_right(string key, string value, string told)
    {
        var fault = LibrdkafkaProperties.Validate(key, value);

        Assert.StartsWith($"'{key}' cannot be '{value}': ", fault, StringComparison.Ordinal);
        Assert.Contains(told, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sasl.jaas.config", "org.apache.Login required password=\"hunter2\";")]
    [InlineData("ssl.keystore.password.file", "hunter2")]
    [InlineData("sasl.oauthbearer.token.endpoint.retry.ms", "hunter2")]
    public void A_secret_is_never_told(string key, string value)
    {
        var fault = LibrdkafkaProperties.Validate(key, value);

        Assert.NotNull(fault);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sasl.password")]
    [InlineData("ssl.key.password")]
    [InlineData("ssl.key.pem")]
    [InlineData("sasl.oauthbearer.config")]
    [InlineData("sasl.oauthbearer.client.secret")]
    [InlineData("sasl.jaas.config")]
    public void A_secret_that_is_refused_shows_as_stars(string key) =>
        Assert.Equal(
            $"'{key}' cannot be '***': librdkafka refuses it; use another",
            PropertyFault.Refused(key, "hunter2", "no value like \"hunt", "another"));
}
