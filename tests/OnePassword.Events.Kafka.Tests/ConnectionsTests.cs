using Confluent.Kafka;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>Errors of connections while an operation waits for the brokers.</summary>
public sealed class ConnectionsTests
{
    private readonly TaskCompletionSource<int> _response = new();
    private readonly Connections _connections = new();

    [SetUp]
    public void SetUp()
    {
        _connections.Add(new Error(ErrorCode.Local_Transport, "Connection refused"));
        _connections.Add(new Error(ErrorCode.Local_AllBrokersDown));
    }

    [Test]
    public void Operation_fails_with_the_error_of_a_connection_when_all_brokers_are_down()
    {
        var failure = Assert.CatchAsync<KafkaException>(() => _connections.WaitAsync(_response.Task, CancellationToken.None))!;
        Assert.That(failure.Error.Reason, Is.EqualTo("Connection refused"));
    }

    [Test]
    public async Task Operation_after_an_outage_does_not_fail_with_the_error_of_the_outage()
    {
        Assert.That(await _connections.WaitAsync(Task.FromResult(1), CancellationToken.None), Is.EqualTo(1));
        Assert.That(_connections.Error, Is.Null);
        var waiting = _connections.WaitAsync(_response.Task, CancellationToken.None);
        _response.SetResult(2);
        Assert.That(await waiting, Is.EqualTo(2));
    }
}
