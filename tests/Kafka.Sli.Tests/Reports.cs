using Confluent.Kafka;

namespace Kafka.Sli.Tests;

internal static class Reports
{
    public static DeliveryReport<TKey, TValue> Ok<TKey, TValue>(Message<TKey, TValue> message) =>
        new() { Message = message, Status = PersistenceStatus.Persisted, Error = new Error(ErrorCode.NoError) };

    public static DeliveryReport<TKey, TValue> Error<TKey, TValue>(
        Message<TKey, TValue> message, ErrorCode code, PersistenceStatus status = PersistenceStatus.NotPersisted) =>
        new() { Message = message, Status = status, Error = new Error(code) };
}
