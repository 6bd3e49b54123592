using OnePassword.Events.Pipeline;
using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>The limits that clients share, and how long they are kept.</summary>
public sealed class AccountRegistryTests
{
    private static readonly Uri Host = EventsRegion.Europe.BaseAddress;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    private AccountRegistry Registry => AccountRegistry.By(_clock);

    [Test]
    public void A_new_token_of_an_account_gets_the_limits_of_the_account() =>
        Assert.That(Registry.Find(Account("ONE", "old"), Host), Is.SameAs(Registry.Find(Account("ONE", "new"), Host)));

    [Test]
    public void Each_account_host_and_clock_has_its_own_limits()
    {
        var us = EventsRegion.UnitedStates.BaseAddress;
        Assert.That(
            new[]
            {
                Registry.Find(Account("ONE"), Host), Registry.Find(Account("TWO"), Host), Registry.Find(Account("ONE"), us),
                Registry.Find("opaque-1", us), Registry.Find("opaque-2", us), AccountRegistry.By(new FakeTimeProvider(_clock.GetUtcNow())).Find(Account("ONE"), Host),
            },
            Is.Unique);
    }

    [Test]
    public void A_token_without_account_keeps_the_limits_of_the_token_that_it_replaces()
    {
        using var lease = Lease();
        var first = lease.For("opaque-1");
        Assert.That(lease.For("opaque-2"), Is.SameAs(first));
        Assert.That(Registry.Find("opaque-2", Host), Is.SameAs(first), "another client with the new token");
        Assert.That(lease.For(Account("ONE")), Is.Not.SameAs(first), "this token names an account");
    }

    [Test]
    public void A_token_without_account_does_not_take_over_the_limits_of_an_account()
    {
        using var lease = Lease();
        var named = lease.For(Account("ONE"));
        Assert.That(lease.For("opaque-1"), Is.Not.SameAs(named));
    }

    [Test]
    public void Unused_tokens_are_removed_from_the_registry_after_an_hour()
    {
        using var lease = Lease();
        for (var day = 0; day < 30; day++)
        {
            lease.For($"opaque-{day}");
            Registry.Find(Account($"A{day}"), Host);
            _clock.Advance(TimeSpan.FromDays(1));
        }
        Assert.That(Registry.Count, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void The_registry_keeps_only_the_latest_tokens_of_a_client_that_changes_them_constantly()
    {
        using var lease = Lease();
        for (var request = 0; request < 8_000; request++)
        {
            lease.For($"opaque-{request}");
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.That(Registry.Count, Is.LessThanOrEqualTo(16));
        Assert.That(Registry.Find("opaque-7999", Host), Is.SameAs(lease.For("opaque-7998")));
    }

    [Test]
    public void Servers_that_differ_only_in_their_path_have_separate_limits() =>
        Assert.That(
            Registry.Find(Account("ONE"), new Uri("https://gw.example/acme/")),
            Is.Not.SameAs(Registry.Find(Account("ONE"), new Uri("https://gw.example/globex/"))));

    [TestCase(59.9, 2)]
    [TestCase(60, 1)]
    public void An_account_is_removed_from_the_registry_exactly_an_hour_after_its_last_use(double minutes, int remembered)
    {
        Registry.Find(Account("ONE"), Host);
        _clock.Advance(TimeSpan.FromMinutes(minutes));
        Registry.Find(Account("TWO"), Host);
        Assert.That(Registry.Count, Is.EqualTo(remembered));
    }

    [Test]
    public async Task An_account_stays_in_the_registry_while_its_requests_count()
    {
        var limits = Registry.Find(Account("PAUSED"), Host);
        limits.Quota.Pause(TimeSpan.FromHours(3));
        var sending = await Registry.Find(Account("SENDING"), Host).Quota.Request(CancellationToken.None).Permit;
        _clock.Advance(TimeSpan.FromHours(2));
        Registry.Find(Account("NEW"), Host);
        Assert.That(Registry.Find(Account("PAUSED"), Host), Is.SameAs(limits));
        Assert.That(Registry.Count, Is.EqualTo(3));

        sending.Sent();
        sending.Dispose();
        _clock.Advance(TimeSpan.FromHours(2));
        Registry.Find(Account("NEWER"), Host);
        Assert.That(Registry.Count, Is.EqualTo(1));
    }

    [Test]
    public void An_idle_client_rejoins_the_shared_limits_of_its_account()
    {
        using var idle = Lease();
        idle.For(Account("ONE"));
        _clock.Advance(TimeSpan.FromHours(2));
        Registry.Find(Account("TWO"), Host); // Removes the first account.
        var limits = Registry.Find(Account("ONE"), Host);
        Assert.That(idle.For(Account("ONE")), Is.SameAs(limits));
    }

    [Test]
    public async Task A_lower_quota_ends_when_its_client_is_disposed()
    {
        using var other = Lease();
        var low = Lease(perMinute: 1);
        var quota = other.For(Account("ONE")).Quota;
        low.For(Account("ONE"));
        Assert.That(await FreeAsync(quota), Is.EqualTo(1));
        low.Dispose();
        Assert.That(await FreeAsync(quota), Is.EqualTo(2));
    }

    [Test]
    public async Task Disposing_a_client_twice_removes_only_its_own_quota()
    {
        using var other = Lease();
        using var low = Lease(perMinute: 1);
        var twice = Lease(perMinute: 1);
        var quota = other.For(Account("ONE")).Quota;
        low.For(Account("ONE"));
        twice.For(Account("ONE"));
        twice.Dispose();
        twice.Dispose();
        Assert.That(await FreeAsync(quota), Is.EqualTo(1));
    }

    [Test]
    public async Task The_quota_of_a_disposed_client_does_not_apply()
    {
        using var other = Lease();
        var low = Lease(perMinute: 1);
        low.Dispose();
        low.For(Account("ONE"));
        Assert.That(await FreeAsync(other.For(Account("ONE")).Quota), Is.EqualTo(2));
    }

    [Test]
    public async Task The_quota_of_a_client_moves_with_it_to_another_account()
    {
        using var other = Lease(perMinute: 2);
        using var low = Lease(perMinute: 1);
        low.For(Account("ONE"));
        low.For(Account("TWO"));
        Assert.That(await FreeAsync(other.For(Account("ONE")).Quota), Is.EqualTo(2));
        Assert.That(await FreeAsync(other.For(Account("TWO")).Quota), Is.EqualTo(1));
    }

    private static EventsToken Account(string uuid, string id = "t") =>
        Tokens.WithClaims($$"""{"1password.com/auuid":"{{uuid}}","jti":"{{id}}"}""");

    private AccountLease Lease(int perMinute = 2) => new(Host, new EventsRateLimiterOptions { PerMinute = perMinute }, _clock);

    /// <summary>Returns the number of permits that are available now, and releases them.</summary>
    private static async Task<int> FreeAsync(QuotaLimiter quota)
    {
        var taken = new List<QuotaPermit>();
        using var cancellation = new CancellationTokenSource();
        while (quota.Request(cancellation.Token) is { Waits: false } request)
            taken.Add(await request.Permit);
        await cancellation.CancelAsync();
        taken.ForEach(permit => permit.Dispose());
        return taken.Count;
    }
}
