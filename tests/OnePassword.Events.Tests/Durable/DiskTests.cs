using System.Diagnostics;
using System.Runtime.Versioning;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Tests.Durable;

/// <summary>File operations, none of which follows a link.</summary>
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
    public void New_folder_and_its_parents_have_the_requested_mode([Values] bool isGroupReadable)
    {
        var folder = Path.Combine(_folder, "\u00e4 b", "c");
        for (var attempt = 0; attempt < 2; attempt++)
            _disk.CreateFolder(folder, isGroupReadable ? FileRights.GroupMayRead : FileRights.Owner);

        foreach (var path in new[] { folder, Path.GetDirectoryName(folder)! })
            Assert.That((int)File.GetUnixFileMode(path), Is.EqualTo(Convert.ToInt32(isGroupReadable ? "750" : "700", 8)));
        Assert.That(() => _disk.SyncFolder(folder), Throws.Nothing);
        Assert.That(() => _disk.SyncFolder("."), Throws.Nothing);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Sync_of_a_missing_folder_fails() =>
        Assert.That(() => _disk.SyncFolder(Name), Throws.InstanceOf<IOException>().With.Message.Contains(Name));

    [Test]
    [Platform("Linux,MacOsX")]
    public void Create_does_not_follow_a_link([Values] bool dangling)
    {
        if (!dangling)
            File.WriteAllText(Target, "theirs");
        File.CreateSymbolicLink(Name, Target);

        Assert.That(() => _disk.Create(Name, FileRights.Owner), Throws.InstanceOf<IOException>());
        Assert.That(File.Exists(Target), Is.EqualTo(!dangling));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Link_folder_and_pipe_are_not_opened_as_a_file(
        [Values("link", "folder", "pipe")] string what, [Values(FileAccess.Read, FileAccess.ReadWrite)] FileAccess access)
    {
        File.WriteAllText(Target, "theirs");
        if (what == "link")
            File.CreateSymbolicLink(Name, Target);
        else if (what == "folder")
            Directory.CreateDirectory(Name);
        else
            Process.Start("mkfifo", [Name]).WaitForExit();

        Assert.That(
            () => RegularFile.Open(Name, access),
            Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
    }

    [Test]
    public void Open_opens_an_existing_file_and_does_not_create_a_missing_one()
    {
        Assert.That(() => _disk.Open(Name), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(Name, Does.Not.Exist);
        File.WriteAllText(Name, "x");
        using var file = _disk.Open(Name);
        Assert.That(file.Length, Is.EqualTo(1));
    }

    [Test]
    public void Lock_has_one_holder_until_it_is_released()
    {
        var first = FileLock.TryTake(Name, _disk)!;
        Assert.That(FileLock.TryTake(Name, _disk), Is.Null);
        first.Dispose();
        using var second = FileLock.TryTake(Name, _disk);
        Assert.That(second, Is.Not.Null);
    }

    [Test]
    public void Committed_part_differs_from_other_content_of_the_same_length([Values(1, 4_096, 10_000)] int length)
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
        Assert.That(part.Difference(Name), Is.Null, "the bytes after the committed part can differ");
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
    public void Set_aside_does_not_follow_a_link()
    {
        Directory.CreateDirectory(Target);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "set-aside"), Target);
        File.WriteAllText(Name, "ours");

        var aside = new SetAside(_folder, FileRights.Owner, _disk, TimeProvider.System);
        Assert.That(() => aside.Move(Name), Throws.InstanceOf<IOException>().With.Message.Contains("is a symbolic link"));
        Assert.That(File.ReadAllText(Name), Is.EqualTo("ours"));
    }
}
