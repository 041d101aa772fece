namespace Kafka.Sli.Probe.Embedded;

/// <summary>librdkafka's <c>rd_kafka_conf_res_t</c>.</summary>
internal enum ConfResult
{
    Unknown = -2,
    Invalid = -1,
    Ok = 0,
}
