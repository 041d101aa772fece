using Kafka.Sli.Probe.External;

namespace Kafka.Sli.Probe.Tests.External;

/// <summary>A cluster that is secured is described once, whatever implementation reaches it.</summary>
public sealed class JavaPropertiesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule")]
    [InlineData("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule")]
    public void A_user_logs_in_by_the_module_of_the_mechanism(string mechanism, string module)
    {
        var all = JavaProperties.Of(new Dictionary<string, string> { ["security.protocol"] = "SASL_SSL", ["sasl.mechanisms"] = mechanism, ["sasl.username"] = "probe", ["sasl.password"] = "a\"b\\c" });

        Assert.Equal(["sasl.jaas.config", "sasl.mechanism", "security.protocol"], all.Keys.Order());
        Assert.Equal($"""{module} required username="probe" password="a\"b\\c";""", all["sasl.jaas.config"]);
        Assert.Equal(mechanism, all["sasl.mechanism"]);
    }

    [Fact]
    public void Certificates_in_files_and_in_texts_are_stores_of_that_kind()
    {
        File.WriteAllText(_file, "-----BEGIN");
        var files = JavaProperties.Of(new Dictionary<string, string> { ["ssl.ca.location"] = "/ca.pem", ["ssl.certificate.location"] = _file, ["ssl.key.location"] = _file, ["ssl.key.password"] = "x", ["ssl.endpoint.identification.algorithm"] = "none" });
        var texts = JavaProperties.Of(new Dictionary<string, string> { ["ssl.ca.pem"] = "ca", ["ssl.certificate.pem"] = "chain", ["ssl.key.pem"] = "key" });

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["ssl.truststore.type"] = "PEM",
                ["ssl.truststore.location"] = "/ca.pem",
                ["ssl.keystore.type"] = "PEM",
                ["ssl.keystore.certificate.chain"] = "-----BEGIN",
                ["ssl.keystore.key"] = "-----BEGIN",
                ["ssl.key.password"] = "x",
                ["ssl.endpoint.identification.algorithm"] = "",
            },
            files);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["ssl.truststore.type"] = "PEM",
                ["ssl.truststore.certificates"] = "ca",
                ["ssl.keystore.type"] = "PEM",
                ["ssl.keystore.certificate.chain"] = "chain",
                ["ssl.keystore.key"] = "key",
            },
            texts);
    }

    [Fact]
    public void What_the_plan_says_by_javas_own_names_goes_before()
    {
        var all = JavaProperties.Of(new Dictionary<string, string>
        {
            ["sasl.mechanism"] = "PLAIN",
            ["sasl.username"] = "probe",
            ["sasl.password"] = "secret",
            ["sasl.jaas.config"] = "mine",
            ["ssl.ca.location"] = "/ca.pem",
            ["ssl.truststore.location"] = "/ca.jks",
            ["ssl.truststore.type"] = "JKS",
        });

        Assert.Equal(("mine", "/ca.jks", "JKS"), (all["sasl.jaas.config"], all["ssl.truststore.location"], all["ssl.truststore.type"]));
        Assert.DoesNotContain("sasl.password", all.Keys);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_in_one_line()
    {
        var e = Assert.Throws<ProbeException>(() => JavaProperties.Of(new Dictionary<string, string> { ["ssl.key.location"] = "/no/such.key" }));

        Assert.StartsWith("ssl.key.location: /no/such.key cannot be read: ", e.Message, StringComparison.Ordinal);
    }
}
