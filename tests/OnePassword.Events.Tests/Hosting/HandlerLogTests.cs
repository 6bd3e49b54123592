using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static OnePassword.Events.Tests.Hosting.FollowerFixture;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>The log entries of a handler name the account and the follower.</summary>
public sealed class HandlerLogTests
{
    private readonly FollowerFixture _application = new();

    [TestCase("acme", "follower acme-raw-auditevents of acme", "acme")]
    [TestCase("", "follower raw-auditevents", null)]
    public async Task Log_entries_of_a_handler_have_a_scope_with_account_and_follower(string account, string text, string? tag)
    {
        using var logs = new LogCapture();
        await using var emulator = await Accounts.StartAsync();
        await using var provider = _application.Build(services =>
        {
            services.AddLogging(logging => logging.AddProvider(logs.Provider));
            AddClient(services, emulator, account).AddFollower<LoggingHandler>(options =>
            {
                Quickly(options);
                options.Feeds = [FeedNames.AuditEvents];
            });
        });

        await RunAsync(provider, () => logs.Records.Any(IsOfHandler));

        var scope = logs.Records.First(IsOfHandler).Scopes.Single(scope => $"{scope}" == text);
        var fields = ((IEnumerable<KeyValuePair<string, object?>>)scope!)
            .ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        Assert.That(fields.GetValueOrDefault("onepassword.events.account"), Is.EqualTo(tag));
        Assert.That(fields["onepassword.events.follower"], Is.EqualTo(text.Split(' ')[1]));

        static bool IsOfHandler(Microsoft.Extensions.Logging.Testing.FakeLogRecord record) => record.Message == "stored";
    }

    internal sealed class LoggingHandler(ILogger<LoggingHandler> log) : IEventPageHandler<RawEvent>
    {
        public Task HandleAsync(FollowedPage<RawEvent> page, CancellationToken cancellationToken = default)
        {
            log.Log(LogLevel.Information, new EventId(1), "stored", exception: null, static (state, _) => state);
            return Task.CompletedTask;
        }
    }
}
