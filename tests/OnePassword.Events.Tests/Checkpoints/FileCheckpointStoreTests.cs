using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Newtonsoft.Json.Linq;
using OnePassword.Events.Checkpoints;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Tests.Checkpoints;

public sealed class FileCheckpointStoreTests : CheckpointStoreContract, IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("events-state-").FullName, "state");
    private readonly Steps _steps = new();
    private readonly FileCheckpointStore _store;

    public FileCheckpointStoreTests() => _store = new FileCheckpointStore(_folder, readOnly: false, _steps);

    protected override ICheckpointStore Store => _store;

    private string PathOfA => Path.Combine(_folder, "a.json");

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Test]
    public async Task A_checkpoint_is_written_beside_synced_put_in_place_and_the_folder_synced()
    {
        Assert.That(_steps.Seen, Is.EqualTo(new[] { $"sync {Path.GetFileName(Path.GetDirectoryName(_folder))}" }), "the folder itself, when it was made");
        _steps.Seen.Clear();

        await _store.SaveAsync("a", Checkpoint("1"));

        Assert.That(_steps.Seen, Is.EqualTo(new[] { "write and sync a.json.tmp", "a.json.tmp -> a.json", "sync state" }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task A_stop_at_any_step_leaves_the_old_checkpoint_or_the_new_one(int step)
    {
        await _store.SaveAsync("a", Checkpoint("old"));
        _steps.StopBefore(step);

        Assert.That(async () => await _store.SaveAsync("a", Checkpoint("new")), Throws.InstanceOf<IOException>());

        using var after = FileCheckpointStore.OpenReadOnly(_folder);
        Assert.That((await after.LoadAsync("a"))!.Cursor, Is.EqualTo(step < 3 ? "old" : "new"));
        _steps.StopBefore(0);
        await _store.SaveAsync("a", Checkpoint("newer"));
        Assert.That((await after.LoadAsync("a"))!.Cursor, Is.EqualTo("newer"));
    }

    [Test]
    [Platform("Unix,Linux,MacOsX")]
    public void A_link_or_a_pipe_in_place_of_a_checkpoint_is_not_read()
    {
        File.CreateSymbolicLink(PathOfA, "/dev/zero");
        using (var make = Process.Start("mkfifo", [Path.Combine(_folder, "b.json")]))
            make.WaitForExit();

        Assert.That(async () => await _store.LoadAsync("a"), Throws.InstanceOf<IOException>().With.Message.Contains("is a symbolic link, which is not followed"));
        Assert.That(async () => await _store.LoadAsync("b"), Throws.InstanceOf<IOException>().With.Message.Contains("is not a regular file"));
    }

    [Test]
    public async Task A_file_that_was_cut_or_changed_at_any_byte_is_reported()
    {
        await _store.SaveAsync("a", Checkpoint("YWJj") with { RecentUuids = ["56YE2TYN2VFYRLNSHKPW5NVT5E"], State = "x" });
        var whole = await File.ReadAllBytesAsync(PathOfA);
        for (var at = 0; at < whole.Length; at++)
        {
            AssertDamaged(whole[..at]);
            foreach (var bit in new[] { 0x01, 0x20, 0x80 })
            {
                var flipped = (byte[])whole.Clone();
                flipped[at] ^= (byte)bit;
                AssertDamaged(flipped);
            }
        }
        AssertDamaged([.. whole, (byte)'\n']);

        static void AssertDamaged(byte[] file) =>
            Assert.That(() => CheckpointFormat.Read(file), Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.Corrupt));
    }

    [Test]
    public async Task A_damaged_file_is_set_aside_and_never_taken_for_none()
    {
        await _store.SaveAsync("a", Checkpoint("1"));
        var damaged = (await File.ReadAllBytesAsync(PathOfA))[..50];
        await File.WriteAllBytesAsync(PathOfA, damaged);

        for (var start = 0; start < 3; start++)
        {
            Assert.That(
                async () => await _store.LoadAsync("a"),
                Throws.InstanceOf<CheckpointException>().With.Message.Contains("a.json is damaged").And.Message.Contains("set aside as a.json.damaged"));
            Assert.That(await File.ReadAllBytesAsync(PathOfA + ".damaged"), Is.EqualTo(damaged));
        }
        Assert.That(_store.Names, Is.EqualTo(new[] { "a" }));

        _store.Remove("a");
        Assert.That(await _store.LoadAsync("a"), Is.Null);
    }

    [Test]
    public async Task A_later_version_is_refused_and_left_alone()
    {
        await _store.SaveAsync("a", Checkpoint("1"));
        var later = Resealed(json => json["version"] = 2);
        await File.WriteAllBytesAsync(PathOfA, later);

        Assert.That(
            async () => await _store.LoadAsync("a"),
            Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.TooNew).And.Message.Contains("it has version 2, and this library reads version 1"));
        Assert.That(await File.ReadAllBytesAsync(PathOfA), Is.EqualTo(later));
    }

    [Test]
    public async Task A_whole_file_that_is_no_checkpoint_is_damaged()
    {
        await _store.SaveAsync("a", Checkpoint("1"));
        await File.WriteAllBytesAsync(PathOfA, Resealed(json => json.Remove("feed")));

        Assert.That(async () => await _store.LoadAsync("a"), Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.Corrupt));
    }

    [Test]
    public void A_second_store_of_the_folder_is_refused_until_the_first_is_gone()
    {
        Assert.That(
            () => FileCheckpointStore.Open(_folder),
            Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.InUse).And.Message.Contains("in use by another program"));
        _store.Dispose();
        using var second = FileCheckpointStore.Open(_folder);
    }

    [Test]
    public async Task Another_program_may_look()
    {
        await _store.SaveAsync("a", Checkpoint("1"));
        using var reader = FileCheckpointStore.OpenReadOnly(_folder);

        Assert.That((await reader.LoadAsync("a"))!.Cursor, Is.EqualTo("1"));
        Assert.That(reader.Names, Is.EqualTo(new[] { "a" }));
        Assert.That(async () => await reader.SaveAsync("a", Checkpoint("2")), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Who_only_looks_leaves_a_damaged_one_where_it_is_and_does_not_say_otherwise()
    {
        await File.WriteAllTextAsync(PathOfA, "{}");
        using var reader = FileCheckpointStore.OpenReadOnly(_folder);

        Assert.That(
            async () => await reader.LoadAsync("a"),
            Throws.InstanceOf<CheckpointException>().With.Message.Contains("a.json is damaged: it was cut off or changed. Put a good copy in its place").And.Message.Not.Contains("set aside"));
        Assert.That(await File.ReadAllTextAsync(PathOfA), Is.EqualTo("{}"));
    }

    [Test]
    public void A_folder_that_is_not_there_is_empty_to_look_at() =>
        Assert.That(FileCheckpointStore.OpenReadOnly(Path.Combine(_folder, "none")).Names, Is.Empty);

    [Test]
    public async Task A_backup_is_a_copy_that_is_never_read()
    {
        await _store.SaveAsync("a", Checkpoint("1"));

        var copy = _store.Backup("a", new DateTimeOffset(2026, 1, 31, 12, 0, 0, 5, TimeSpan.Zero));

        Assert.That(Path.GetFileName(copy), Is.EqualTo("a.json.20260131T120000005Z.bak"));
        Assert.That(await File.ReadAllBytesAsync(copy!), Is.EqualTo(await File.ReadAllBytesAsync(PathOfA)));
        Assert.That(_store.Names, Is.EqualTo(new[] { "a" }));
        Assert.That(_store.Backup("none", DateTimeOffset.UnixEpoch), Is.Null);
    }

    [Test]
    public async Task A_backup_copies_the_damaged_checkpoint_beside_a_good_one_and_overwrites_no_other_backup()
    {
        await _store.SaveAsync("a", Checkpoint("1"));
        await File.WriteAllTextAsync(PathOfA + ".damaged", "damaged");

        for (var turn = 0; turn < 2; turn++)
            _store.Backup("a", DateTimeOffset.UnixEpoch);
        _store.Remove("a");

        Assert.That(Directory.GetFiles(_folder, "*.bak*").Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "a.json.19700101T000000000Z.bak", "a.json.19700101T000000000Z.bak-2", "a.json.damaged.19700101T000000000Z.bak", "a.json.damaged.19700101T000000000Z.bak-2",
        }));
        Assert.That(_store.Names, Is.Empty);
    }

    [Test]
    public async Task A_damaged_checkpoint_that_was_set_aside_before_is_kept_when_another_follows_it()
    {
        foreach (var content in new[] { "first", "second" })
        {
            await File.WriteAllTextAsync(PathOfA, content);
            Assert.That(async () => await _store.LoadAsync("a"), Throws.InstanceOf<CheckpointException>());
        }

        Assert.That(await File.ReadAllTextAsync(PathOfA + ".damaged"), Is.EqualTo("second"));
        Assert.That(await File.ReadAllTextAsync(PathOfA + ".damaged.old"), Is.EqualTo("first"));
    }

    [Test]
    public async Task A_renamed_checkpoint_is_loaded_under_its_new_name_alone()
    {
        await _store.SaveAsync("a", Checkpoint("1"));
        _steps.Seen.Clear();

        _store.Rename("a", "acme-a");

        Assert.That((await _store.LoadAsync("acme-a"))!.Cursor, Is.EqualTo("1"));
        Assert.That(await _store.LoadAsync("a"), Is.Null);
        Assert.That(_steps.Seen, Is.EqualTo(new[] { "sync state" }));
    }

    [TestCase("b.json")]
    [TestCase("b.json.damaged")]
    public async Task A_checkpoint_is_not_renamed_over_another(string other)
    {
        await _store.SaveAsync("a", Checkpoint("1"));
        await File.WriteAllTextAsync(Path.Combine(_folder, other), "theirs");

        Assert.That(() => _store.Rename("a", "b"), Throws.InstanceOf<IOException>().With.Message.Contains("There is a checkpoint 'b'"));
        Assert.That(() => _store.Rename("none", "c"), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(() => _store.Rename("a", "../up"), Throws.ArgumentException);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_folder, other)), Is.EqualTo("theirs"));
        Assert.That((await _store.LoadAsync("a"))!.Cursor, Is.EqualTo("1"));
    }

    [TestCase("a.json.tmp")]
    [TestCase("a.json")]
    [Platform("Linux,MacOsX")]
    public async Task A_planted_link_is_replaced_and_its_target_stays_as_it_is(string planted)
    {
        var target = Path.Combine(Path.GetDirectoryName(_folder)!, "target");
        await File.WriteAllTextAsync(target, "theirs");
        File.CreateSymbolicLink(Path.Combine(_folder, planted), target);

        await _store.SaveAsync("a", Checkpoint("1"));

        Assert.That((await _store.LoadAsync("a"))!.Cursor, Is.EqualTo("1"));
        Assert.That(await File.ReadAllTextAsync(target), Is.EqualTo("theirs"));
        Assert.That(File.ResolveLinkTarget(PathOfA, returnFinalTarget: false), Is.Null);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_in_the_place_of_the_lock_is_refused_and_its_target_is_not_created()
    {
        var (folder, target) = (Path.Combine(_folder, "other"), Path.Combine(_folder, "target"));
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, ".lock"), target);

        Assert.That(() => FileCheckpointStore.Open(folder), Throws.InstanceOf<IOException>().With.Message.Contains("is a symbolic link"));
        Assert.That(target, Does.Not.Exist);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has other rights.");
        await _store.SaveAsync("a", Checkpoint("1"));

        Assert.That(File.GetUnixFileMode(PathOfA), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(File.GetUnixFileMode(_folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public async Task The_file_is_JSON_for_everybody()
    {
        await _store.SaveAsync("a", Checkpoint("YWJj"));

        var json = JObject.Parse(await File.ReadAllTextAsync(PathOfA));
        Assert.That((string?)json["cursor"], Is.EqualTo("YWJj"));
        Assert.That(json.Properties().First().Name, Is.EqualTo("version"));
    }

    private byte[] Resealed(Action<JObject> change)
    {
        var json = JObject.Parse(File.ReadAllText(PathOfA));
        json.Remove("sha256");
        change(json);
        var bytes = Encoding.UTF8.GetBytes(json.ToString(Newtonsoft.Json.Formatting.None))[..^1];
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        return [.. bytes, .. Encoding.UTF8.GetBytes($",\"sha256\":\"{hash}\"}}\n")];
    }

    private sealed class Steps : Disk
    {
        private int _stopBefore;

        public List<string> Seen { get; } = [];

        public void StopBefore(int step)
        {
            Seen.Clear();
            _stopBefore = step;
        }

        public override void Write(string path, ReadOnlySpan<byte> bytes)
        {
            See($"write and sync {Path.GetFileName(path)}");
            base.Write(path, bytes);
        }

        public override void Replace(string path, string with)
        {
            See($"{Path.GetFileName(with)} -> {Path.GetFileName(path)}");
            base.Replace(path, with);
        }

        public override void SyncFolder(string folder)
        {
            See($"sync {Path.GetFileName(folder)}");
            base.SyncFolder(folder);
        }

        private void See(string step)
        {
            lock (Seen)
                Seen.Add(step);
            if (Seen.Count == _stopBefore)
                throw new IOException("stopped");
        }
    }
}
