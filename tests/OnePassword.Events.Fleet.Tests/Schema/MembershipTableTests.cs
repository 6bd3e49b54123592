using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OnePassword.Events.Fleet.Cluster;

namespace OnePassword.Events.Fleet.Tests.Schema;

/// <summary>The membership in PostgreSQL, as Orleans uses it.</summary>
public sealed class MembershipTableTests
{
    private static readonly DateTime Now = new(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);

    [Test]
    public async Task Table_is_empty_at_first_and_can_be_created_again()
    {
        await using var table = await OpenAsync();
        await table.Membership.InitializeMembershipTableAsync(tryInitTableVersion: true, CancellationToken.None);
        var data = await table.Membership.ReadAllAsync(CancellationToken.None);
        Assert.That((data.Members.Count, data.Version.Version), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Inserted_and_updated_nodes_are_read_as_they_were_written()
    {
        await using var table = await OpenAsync();
        var (first, second) = (Entry(1), Entry(2));
        Assert.That(await InsertAsync(table, first), Is.True);
        Assert.That(await InsertAsync(table, second), Is.True);
        first.Status = SiloStatus.Active;
        first.SuspectTimes = [Tuple.Create(second.SiloAddress, Now)];
        Assert.That(await UpdateAsync(table, first), Is.True);

        var data = await table.Membership.ReadAllAsync(CancellationToken.None);
        Assert.That((data.Members.Count, data.Version.Version), Is.EqualTo((2, 3)));
        foreach (var read in new[] { data, await table.Membership.ReadRowAsync(first.SiloAddress, CancellationToken.None) })
        {
            var (entry, _) = read.TryGet(first.SiloAddress)!;
            Assert.That(
                (entry.Status, entry.HostName, entry.SiloName, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
                Is.EqualTo(
                    (SiloStatus.Active, first.HostName, first.SiloName, first.ProxyPort, first.StartTime, first.IAmAliveTime)));
            Assert.That(entry.SuspectTimes, Is.EqualTo(first.SuspectTimes));
        }
        Assert.That((await table.Membership.ReadRowAsync(Entry(9).SiloAddress, CancellationToken.None)).Members, Is.Empty);
    }

    [Test]
    public async Task Change_with_another_version_fails_and_changes_nothing()
    {
        await using var table = await OpenAsync();
        var empty = (await table.Membership.ReadAllAsync(CancellationToken.None)).Version;
        Assert.That(await InsertAsync(table, Entry(1)), Is.True);
        var before = await table.Membership.ReadAllAsync(CancellationToken.None);
        var entry = Entry(1);
        entry.Status = SiloStatus.Dead;

        Assert.That(await table.InsertAsync(Entry(2), empty.Next()), Is.False, "inserted with an old version");
        Assert.That(await table.InsertAsync(Entry(1), before.Version.Next()), Is.False, "inserted twice");
        Assert.That(await table.UpdateAsync(entry, before.TryGet(entry.SiloAddress)!.Item2, empty.Next()), Is.False);
        Assert.That(await table.UpdateAsync(Entry(2), "0", before.Version.Next()), Is.False, "updated without a row");

        var after = await table.Membership.ReadAllAsync(CancellationToken.None);
        Assert.That((after.Version.Version, after.Members.Single().Item1.Status), Is.EqualTo((1, SiloStatus.Joining)));
    }

    [Test]
    public async Task One_of_several_concurrent_changes_succeeds()
    {
        await using var table = await OpenAsync();
        Assert.That(await InsertAsync(table, Entry(1)), Is.True);
        var before = await table.Membership.ReadAllAsync(CancellationToken.None);
        var etag = before.Members.Single().Item2;

        var changes = await Task.WhenAll(Enumerable.Range(2, 10).Select(number => Task.Run(async () =>
        {
            var entry = Entry(1);
            entry.SuspectTimes = [Tuple.Create(Entry(number).SiloAddress, Now)];
            return number % 2 == 0
                ? await table.InsertAsync(Entry(number), before.Version.Next())
                : await table.UpdateAsync(entry, etag, before.Version.Next());
        })));

        Assert.That(changes, Has.Exactly(1).True);
        Assert.That((await table.Membership.ReadAllAsync(CancellationToken.None)).Version.Version, Is.EqualTo(2));
    }

    [Test]
    public async Task Sign_of_life_changes_neither_the_version_nor_a_later_time()
    {
        await using var table = await OpenAsync();
        var entry = Entry(1);
        Assert.That(await InsertAsync(table, entry), Is.True);
        foreach (var minutes in new[] { 5, 3 })
        {
            entry.IAmAliveTime = Now.AddMinutes(minutes);
            await table.Membership.UpdateIAmAliveAsync(entry, CancellationToken.None);
        }
        var data = await table.Membership.ReadAllAsync(CancellationToken.None);
        Assert.That((data.Version.Version, data.Members.Single().Item1.IAmAliveTime), Is.EqualTo((1, Now.AddMinutes(5))));
    }

    [Test]
    public async Task Only_dead_nodes_of_long_ago_are_removed()
    {
        await using var table = await OpenAsync();
        foreach (var (number, status, alive) in new[]
        {
            (1, SiloStatus.Active, Now), (2, SiloStatus.Dead, Now), (3, SiloStatus.Dead, Now.AddDays(2)), (
                4, SiloStatus.ShuttingDown, Now),
        })
        {
            var entry = Entry(number);
            (entry.Status, entry.IAmAliveTime) = (status, alive);
            Assert.That(await InsertAsync(table, entry), Is.True);
        }
        await table.Membership.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Now.AddDays(1)), CancellationToken.None);
        var members = (await table.Membership.ReadAllAsync(CancellationToken.None)).Members;
        Assert.That(members.Select(member => member.Item1.SiloAddress.Generation), Is.EquivalentTo(new[] { 1, 3, 4 }));
    }

    [Test]
    public async Task Fleets_do_not_see_each_other()
    {
        await using var table = await OpenAsync();
        await using var other = await OpenAsync(table.Database, "other");
        Assert.That(await InsertAsync(table, Entry(1)), Is.True);
        Assert.That((await other.Membership.ReadAllAsync(CancellationToken.None)).Members, Is.Empty);
        await other.Membership.DeleteMembershipTableEntriesAsync("other", CancellationToken.None);
        Assert.That((await table.Membership.ReadAllAsync(CancellationToken.None)).Members, Has.Count.EqualTo(1));
        await table.Membership.DeleteMembershipTableEntriesAsync(FleetTable.Name, CancellationToken.None);
        Assert.That(await table.Database.ValueAsync("SELECT count(*)::int FROM op_events_cluster.node"), Is.Zero);
    }

    /// <summary>Adds a node and changes it, as a joining node does.</summary>
    internal static async Task JoinAsync(TestDatabase database)
    {
        await using var table = await OpenAsync(database);
        var entry = Entry(1);
        Assert.That(await InsertAsync(table, entry), Is.True);
        entry.Status = SiloStatus.Active;
        Assert.That(await UpdateAsync(table, entry), Is.True);
        await table.Membership.UpdateIAmAliveAsync(entry, CancellationToken.None);
        await table.Membership.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Now), CancellationToken.None);
    }

    private static async Task<FleetTable> OpenAsync(TestDatabase? database = null, string name = FleetTable.Name)
    {
        var table = new FleetTable(database ?? await FleetDatabase.CreateAsync(), name);
        await table.Membership.InitializeMembershipTableAsync(tryInitTableVersion: true, CancellationToken.None);
        return table;
    }

    private static async Task<bool> InsertAsync(FleetTable table, MembershipEntry entry) =>
        await table.InsertAsync(entry, (await table.Membership.ReadAllAsync(CancellationToken.None)).Version.Next());

    private static async Task<bool> UpdateAsync(FleetTable table, MembershipEntry entry)
    {
        var data = await table.Membership.ReadAllAsync(CancellationToken.None);
        return await table.UpdateAsync(entry, data.TryGet(entry.SiloAddress)!.Item2, data.Version.Next());
    }

    private static MembershipEntry Entry(int number) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_111), number),
        HostName = "host",
        SiloName = $"node {number}",
        Status = SiloStatus.Joining,
        ProxyPort = 30_000,
        StartTime = Now,
        IAmAliveTime = Now,
    };

    /// <summary>The membership of a fleet, from the services of a node that does not run.</summary>
    private sealed class FleetTable(TestDatabase database, string name) : IAsyncDisposable
    {
        public const string Name = "op-events";

        private readonly IHost _host = ClusterHost.Create(
            FleetNodes.Create(database, TextWriter.Null, fleet: name));

        public TestDatabase Database => database;

        public IMembershipTable Membership => _host.Services.GetRequiredService<IMembershipTable>();

        public Task<bool> InsertAsync(MembershipEntry entry, TableVersion version) =>
            Membership.InsertRowAsync(entry, version, CancellationToken.None);

        public Task<bool> UpdateAsync(MembershipEntry entry, string etag, TableVersion version) =>
            Membership.UpdateRowAsync(entry, etag, version, CancellationToken.None);

        public ValueTask DisposeAsync()
        {
            _host.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
