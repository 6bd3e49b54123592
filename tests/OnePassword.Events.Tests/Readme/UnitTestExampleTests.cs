using NSubstitute;
using OnePassword.Events.V2;
using static OnePassword.Events.Tests.Readme.FollowExampleTests;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Runs the unit tests of the following guide: they need no server.</summary>
public sealed class UnitTestExampleTests
{
    // <handler_test>
    [Test]
    public async Task Sign_in_attempts_are_inserted_into_the_database()
    {
        var database = new Database();
        var page = EventsModelFactory.FollowedPage(
        [
            new SignInAttempt { Uuid = "A1", Category = SignInAttemptCategory.Success },
            new SignInAttempt { Uuid = "A2", Category = SignInAttemptCategory.CredentialsFailed },
        ]);

        await new SignIns(database).HandleAsync(page);

        Assert.That(database.Count, Is.EqualTo(2));
    }
    // </handler_test>

    // <feed_test>
    [Test]
    public async Task Failed_sign_ins_are_counted()
    {
        var feed = Substitute.For<IEventFeed<SignInAttempt>>();
        feed.ReadAsync().ReturnsForAnyArgs(EventsModelFactory.EventSequence(
        [
            new SignInAttempt { Uuid = "A1", Category = SignInAttemptCategory.Success },
            new SignInAttempt { Uuid = "A2", Category = SignInAttemptCategory.FirewallReportedSuccess },
            new SignInAttempt { Uuid = "A3", Category = SignInAttemptCategory.CredentialsFailed },
        ]));

        Assert.That(await new FailedSignIns(feed).CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public void Rejected_token_is_reported()
    {
        var feed = Substitute.For<IEventFeed<SignInAttempt>>();
        feed.ReadAsync().ReturnsForAnyArgs(_ => throw EventsModelFactory.EventsException(EventsFailure.TokenRejected));

        Assert.That(() => new FailedSignIns(feed).CountAsync(), Throws.InstanceOf<EventsApiException>());
    }
    // </feed_test>

    [Test]
    public async Task Followed_pages_of_a_substitute_can_be_committed()
    {
        var store = new MemoryCheckpointStore();
        var feed = Substitute.For<IEventFeed<SignInAttempt>>();
        feed.FollowAsync(store).Returns(new[] { EventsModelFactory.FollowedPage([new SignInAttempt()], cursor: "c1", checkpoints: store) }.ToAsyncEnumerable());

        await foreach (var page in feed.FollowAsync(store))
            await page.CommitAsync();

        Assert.That((await store.LoadAsync(FeedNames.SignInAttempts))!.Cursor, Is.EqualTo("c1"));
    }

    // <feed_class>
    internal sealed class FailedSignIns(IEventFeed<SignInAttempt> feed)
    {
        public async Task<int> CountAsync(CancellationToken cancellationToken = default)
        {
            var attempts = feed.ReadAsync(EventQuery.Since(TimeSpan.FromDays(1)), cancellationToken);
            return await attempts.CountAsync(attempt => attempt.Succeeded == false, cancellationToken);
        }
    }
    // </feed_class>
}
