using System.Diagnostics;
using System.Runtime.Versioning;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Tests.Durable;

/// <summary>Each step of a durable change does what it says, and follows no link.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("events-disk-").FullName;
    private readonly Disk _disk = new();

    private string Target => Path.Combine(_folder, "target");

    private string Name => Path.Combine(_folder, "name");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Platform("Linux,MacOsX")]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_is_created_with_those_above_it_and_only_the_owner_may_enter([Values] bool group)
    {
        var made = Path.Combine(_folder, "\u00e4 b", "c");
        for (var turn = 0; turn < 2; turn++)
            _disk.CreateFolder(made, group ? FileRights.GroupMayRead : FileRights.Owner);

        foreach (var folder in new[] { made, Path.GetDirectoryName(made)! })
            Assert.That((int)File.GetUnixFileMode(folder), Is.EqualTo(Convert.ToInt32(group ? "750" : "700", 8)));
        Assert.That(() => _disk.SyncFolder(made), Throws.Nothing);
        Assert.That(() => _disk.SyncFolder("."), Throws.Nothing);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_folder_that_is_gone_cannot_be_synced() =>
        Assert.That(() => _disk.SyncFolder(Name), Throws.InstanceOf<IOException>().With.Message.Contains(Name));

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_file_is_not_created_through_a_link([Values] bool dangling)
    {
        if (!dangling)
            File.WriteAllText(Target, "theirs");
        File.CreateSymbolicLink(Name, Target);

        Assert.That(() => _disk.Create(Name, FileRights.Owner), Throws.InstanceOf<IOException>());
        Assert.That(File.Exists(Target), Is.EqualTo(!dangling));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_a_folder_and_a_pipe_are_not_opened_as_a_file([Values("link", "folder", "pipe")] string what, [Values(FileAccess.Read, FileAccess.ReadWrite)] FileAccess access)
    {
        File.WriteAllText(Target, "theirs");
        if (what == "link")
            File.CreateSymbolicLink(Name, Target);
        else if (what == "folder")
            Directory.CreateDirectory(Name);
        else
            Process.Start("mkfifo", [Name]).WaitForExit();

        Assert.That(() => RegularFile.Open(Name, access), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
    }

    [Test]
    public void A_file_that_exists_is_opened_and_one_that_does_not_is_not_created()
    {
        Assert.That(() => _disk.Open(Name), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(Name, Does.Not.Exist);
        File.WriteAllText(Name, "x");
        using var file = _disk.Open(Name);
        Assert.That(file.Length, Is.EqualTo(1));
    }

    [Test]
    public void A_lock_is_held_by_one_until_it_is_released()
    {
        var first = FileLock.TryTake(Name, _disk)!;
        Assert.That(FileLock.TryTake(Name, _disk), Is.Null);
        first.Dispose();
        using var second = FileLock.TryTake(Name, _disk);
        Assert.That(second, Is.Not.Null);
    }

    [Test]
    public void A_part_of_a_file_is_told_from_another_of_its_length([Values(1, 4_096, 10_000)] int length)
    {
        var bytes = new byte[length + 5];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(Name, bytes);
        using (var file = RegularFile.Open(Name, FileAccess.ReadWrite))
            Assert.That(new CommittedPart(length, Fingerprint.Of(file, length)).Difference(file, Name), Is.Null);
        CommittedPart part;
        using (var file = RegularFile.Open(Name, FileAccess.Read))
            part = new CommittedPart(length, Fingerprint.Of(file, length));

        bytes[^1]++;
        File.WriteAllBytes(Name, bytes);
        Assert.That(part.Difference(Name), Is.Null, "what follows may differ");
        bytes[length - 1]++;
        File.WriteAllBytes(Name, bytes);
        Assert.That(part.Difference(Name), Is.EqualTo($"{Name} has other content"));
        File.WriteAllBytes(Name, bytes[..(length - 1)]);
        Assert.That(part.Difference(Name), Is.EqualTo($"{Name} is {length - 1} bytes long"));
        File.Delete(Name);
        Assert.That(part.Difference(Name), Is.EqualTo($"{Name} is missing"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Files_are_not_set_aside_through_a_link()
    {
        Directory.CreateDirectory(Target);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "set-aside"), Target);
        File.WriteAllText(Name, "ours");

        Assert.That(() => new SetAside(_folder, FileRights.Owner, _disk, TimeProvider.System).Move(Name), Throws.InstanceOf<IOException>().With.Message.Contains("is a symbolic link"));
        Assert.That(File.ReadAllText(Name), Is.EqualTo("ours"));
    }
}
