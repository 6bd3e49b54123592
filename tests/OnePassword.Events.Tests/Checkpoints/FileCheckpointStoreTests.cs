using System.Runtime.Versioning;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Tests.Checkpoints;

public sealed class FileCheckpointStoreTests : IDisposable
{
    private readonly StateFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Test]
    public async Task Save_writes_a_temporary_file_renames_it_and_syncs_the_folder()
    {
        _state.Disk.Clear();

        await _state.SaveAsync("a", "1");

        Assert.That(_state.Disk.Steps, Is.EqualTo(new[] { "write a.json.tmp", "rename a.json.tmp to a.json", "sync state" }));
    }

    [Test]
    public void Open_syncs_the_parent_of_a_new_folder() =>
        Assert.That(_state.Disk.Steps, Is.EqualTo(new[] { $"sync {Path.GetFileName(_state.Parent)}" }));

    [TestCase("write", "old")]
    [TestCase("rename", "old")]
    [TestCase("sync", "new")]
    public async Task Crash_during_a_save_leaves_the_old_or_the_new_checkpoint(string step, string cursor)
    {
        await _state.SaveAsync("a", "old");
        _state.Disk.Fail(current => current.StartsWith(step, StringComparison.Ordinal));

        Assert.That(() => _state.SaveAsync("a", "new"), Throws.InstanceOf<IOException>());

        using var next = FileCheckpointStore.OpenReadOnly(_state.Path);
        Assert.That((await next.LoadAsync("a"))!.Cursor, Is.EqualTo(cursor));
        _state.Disk.Fail(_ => false);
        await _state.SaveAsync("a", "newer");
        Assert.That((await next.LoadAsync("a"))!.Cursor, Is.EqualTo("newer"));
    }

    [Test]
    public void Second_store_of_a_folder_is_rejected_until_the_first_is_disposed()
    {
        Assert.That(
            () => FileCheckpointStore.Open(_state.Path),
            Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.InUse)
                .And.Message.Contains("in use by another program"));
        _state.Store.Dispose();
        using var second = FileCheckpointStore.Open(_state.Path);
    }

    [Test]
    public async Task Read_only_store_reads_a_folder_in_use_and_cannot_change_it()
    {
        await _state.SaveAsync("a", "1");
        using var reader = FileCheckpointStore.OpenReadOnly(_state.Path);

        Assert.That((await reader.LoadAsync("a"))!.Cursor, Is.EqualTo("1"));
        Assert.That(reader.Names, Is.EqualTo(new[] { "a" }));
        Assert.That(async () => await reader.SaveAsync("a", TestCheckpoint.At("2")), Throws.InvalidOperationException);
        Assert.That(() => reader.Backup("a", DateTimeOffset.UnixEpoch), Throws.InvalidOperationException);
        Assert.That(() => reader.Rename("a", "b"), Throws.InvalidOperationException);
        Assert.That(() => reader.Remove("a"), Throws.InvalidOperationException);
    }

    [Test]
    public void Read_only_store_of_a_missing_folder_is_empty() =>
        Assert.That(FileCheckpointStore.OpenReadOnly(_state.PathOf("none")).Names, Is.Empty);

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform("Linux,MacOsX")]
    public async Task Checkpoint_is_accessible_by_its_owner_only()
    {
        await _state.SaveAsync("a", "1");

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.That(File.GetUnixFileMode(_state.PathOf("a.json")), Is.EqualTo(ReadWrite));
        Assert.That(File.GetUnixFileMode(_state.Path), Is.EqualTo(ReadWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public async Task Checkpoint_file_is_JSON()
    {
        await _state.SaveAsync("a", "YWJj");

        var json = JObject.Parse(await File.ReadAllTextAsync(_state.PathOf("a.json")));
        Assert.That((string?)json["cursor"], Is.EqualTo("YWJj"));
        Assert.That(json.Properties().First().Name, Is.EqualTo("version"));
    }
}
