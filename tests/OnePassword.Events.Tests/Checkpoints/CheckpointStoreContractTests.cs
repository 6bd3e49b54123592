using System.Collections.Concurrent;

namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>The stores of the library keep the contract, and the contract finds the mistakes of other stores.</summary>
public sealed class CheckpointStoreContractTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("events-contract-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public Task FileCheckpointStore_keeps_the_contract() => CheckpointStoreContract.VerifyAsync(() => FileCheckpointStore.Open(_folder));

    [Test]
    public Task MemoryCheckpointStore_keeps_the_contract()
    {
        var store = new MemoryCheckpointStore();
        return CheckpointStoreContract.VerifyAsync(() => store);
    }

    [Test]
    public void Store_that_drops_digits_of_a_time_breaks_the_contract() => AssertBroken(
        new Store(change: checkpoint => checkpoint with { LastEventTime = checkpoint.LastEventTime is { } time ? new EventTime(time.Value) : null }),
        "LastEventTime was saved as '2026-01-31T11:54:19.710457472Z' and loaded as '2026-01-31T11:54:19.7104574Z'.");

    [Test]
    public void Store_that_replaces_null_breaks_the_contract() =>
        AssertBroken(new Store(change: checkpoint => checkpoint with { State = checkpoint.State ?? "" }), "State was saved as null and loaded as ''.");

    [Test]
    public void Store_with_a_column_that_is_too_short_breaks_the_contract() => AssertBroken(
        new Store(change: checkpoint => checkpoint with { State = checkpoint.State?[..Math.Min(255, checkpoint.State.Length)] }),
        "a checkpoint of 500 KB survive. State was saved as");

    [Test]
    public void Store_that_mixes_up_names_breaks_the_contract() =>
        AssertBroken(new Store(key: name => name.Replace('.', '_')), "A save replaces the checkpoint of its name, and no other. AccountUuid was saved as 'LZZG6ZDMEN4KHVDGAJGXBENYJQ' and loaded as null.");

    [Test]
    public void Store_that_shortens_names_breaks_the_contract() =>
        AssertBroken(new Store(key: name => name.Length > 64 ? throw new IOException("The name is too long.") : name), "A name of 100 characters and a checkpoint of 500 KB survive. The name is too long.");

    [Test]
    public void Store_that_forgets_its_checkpoints_breaks_the_contract()
    {
        Assert.That(
            () => CheckpointStoreContract.VerifyAsync(() => new MemoryCheckpointStore()),
            Throws.InvalidOperationException.With.Message.StartsWith("The store breaks 5 of 9 rules:\n- Every property survives, also in a new store. LoadAsync returned null for 'contract-"));
    }

    [Test]
    public void Store_that_deletes_the_checkpoint_of_a_canceled_save_breaks_the_contract() =>
        AssertBroken(new Store(change: null, forgetsCanceled: true), "A canceled save leaves the previous or the new checkpoint. LoadAsync returned null");

    [Test]
    public void Failure_of_the_store_is_the_inner_exception() => Assert.That(
        () => CheckpointStoreContract.VerifyAsync(() => throw new IOException("no connection")),
        Throws.InvalidOperationException.With.InnerException.TypeOf<IOException>().And.Message.Contains("The store breaks 9 of 9 rules"));

    [TestCase("")]
    [TestCase(".")]
    [TestCase("../up")]
    [TestCase("a/b")]
    [TestCase("a\n")]
    [TestCase("-a")]
    public void Name_that_is_not_a_valid_file_name_on_every_system_is_rejected(string name)
    {
        using var files = FileCheckpointStore.Open(_folder);
        foreach (var store in new ICheckpointStore[] { files, new MemoryCheckpointStore() })
        {
            Assert.That(async () => await store.LoadAsync(name), Throws.ArgumentException.With.Message.Contains("is not the name of a follower"));
            Assert.That(async () => await store.SaveAsync(name, TestCheckpoint.At("1")), Throws.ArgumentException);
        }
    }

    private static void AssertBroken(Store store, string message) =>
        Assert.That(() => CheckpointStoreContract.VerifyAsync(() => store), Throws.InvalidOperationException.With.Message.Contains(message));

    private sealed class Store(Func<Checkpoint, Checkpoint>? change = null, Func<string, string>? key = null, bool forgetsCanceled = false)
        : ICheckpointStore
    {
        private readonly ConcurrentDictionary<string, Checkpoint> _checkpoints = new(StringComparer.Ordinal);

        public ValueTask<Checkpoint?> LoadAsync(string name, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(_checkpoints.GetValueOrDefault(Key(name)));

        public ValueTask SaveAsync(string name, Checkpoint checkpoint, CancellationToken cancellationToken = default)
        {
            _checkpoints[Key(name)] = change?.Invoke(checkpoint) ?? checkpoint;
            if (forgetsCanceled && cancellationToken.IsCancellationRequested)
                _checkpoints.TryRemove(Key(name), out _);
            return ValueTask.CompletedTask;
        }

        private string Key(string name) => key?.Invoke(name) ?? name;
    }
}
