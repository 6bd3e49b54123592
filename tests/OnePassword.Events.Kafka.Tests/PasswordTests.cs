using Confluent.Kafka;
using NSubstitute;
using OnePassword.Events.Kafka.Clients;

namespace OnePassword.Events.Kafka.Tests;

/// <summary>Passwords that are replaced while the program runs.</summary>
public sealed class PasswordTests
{
    [Test]
    public async Task Each_attempt_uses_the_password_that_the_function_returns()
    {
        using var broker = new RejectingBroker();
        var passwords = new Queue<string>(["old", "new", "newest"]);
        await using var store = new KafkaEventStore(Login(broker), new() { SaslPassword = _ => new(passwords.Dequeue()) });
        var failure = Assert.CatchAsync<KafkaException>(async () => await store.LoadAsync("auditevents"))!;
        Assert.That(failure.Message, Does.Contain("Invalid username or password").And.Contains("Correct the sasl settings"));
        Assert.CatchAsync<KafkaException>(async () => await store.LoadAsync("auditevents"));
        Assert.CatchAsync<KafkaException>(async () => await store.ReadAsync("auditevents"));
        Assert.That(broker.Passwords.Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "acme:old", "acme:new", "acme:newest" }));
    }

    [Test]
    public async Task Client_that_runs_gets_the_password_for_its_next_connection()
    {
        var settings = new ClientSettings(
            new() { BootstrapServers = "localhost:1", SaslUsername = "acme" }, new() { SaslPassword = _ => new("new") });
        using var client = Substitute.For<IClient>();
        settings.RenewPassword(client);
        client.DidNotReceiveWithAnyArgs().SetSaslCredentials(null, null);
        await settings.ReadPasswordAsync(CancellationToken.None);
        settings.RenewPassword(client);
        client.Received(1).SetSaslCredentials("acme", "new");
    }

    [Test]
    [Description("The password is not read, so a connection would be a failed login.")]
    public async Task Check_of_the_settings_does_not_log_in()
    {
        using var broker = new RejectingBroker();
        for (var i = 0; i < 20; i++)
            KafkaEventStore.CheckSettings(Login(broker), new() { SaslPassword = _ => new("unread") });
        await using var store = new KafkaEventStore(Login(broker), new() { SaslPassword = _ => new("read") });
        Assert.CatchAsync<KafkaException>(async () => await store.LoadAsync("auditevents"));
        Assert.That(broker.Passwords.Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "acme:read" }));
    }

    private static ClientConfig Login(RejectingBroker broker) => new()
    {
        BootstrapServers = broker.Address,
        SecurityProtocol = SecurityProtocol.SaslPlaintext,
        SaslMechanism = SaslMechanism.Plain,
        SaslUsername = "acme",
    };
}
