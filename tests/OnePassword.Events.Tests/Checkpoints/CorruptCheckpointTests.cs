using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NUnit.Framework.Constraints;
using OnePassword.Events.Checkpoints;

namespace OnePassword.Events.Tests.Checkpoints;

public sealed class CorruptCheckpointTests : IDisposable
{
    private readonly StateFolder _state = new();

    private static EqualConstraint ThrowsCorrupt =>
        Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.Corrupt);

    private string PathOfA => _state.PathOf("a.json");

    public void Dispose() => _state.Dispose();

    [Test]
    public void A_file_truncated_or_changed_at_any_byte_is_corrupt()
    {
        var checkpoint = TestCheckpoint.At("YWJj") with { RecentUuids = ["56YE2TYN2VFYRLNSHKPW5NVT5E"], State = "x" };
        var whole = CheckpointFormat.Write(checkpoint);
        for (var index = 0; index < whole.Length; index++)
        {
            AssertCorrupt(whole[..index]);
            foreach (var bit in new[] { 0x01, 0x20, 0x80 })
            {
                var flipped = (byte[])whole.Clone();
                flipped[index] ^= (byte)bit;
                AssertCorrupt(flipped);
            }
        }
        AssertCorrupt([.. whole, (byte)'\n']);

        static void AssertCorrupt(byte[] file) => Assert.That(() => CheckpointFormat.Read(file), ThrowsCorrupt);
    }

    [Test]
    public async Task File_with_a_valid_hash_and_a_missing_field_is_corrupt()
    {
        await _state.SaveAsync("a", "1");
        await File.WriteAllBytesAsync(PathOfA, WithNewHash(json => json.Remove("feed")));

        Assert.That(() => _state.CursorAsync("a"), ThrowsCorrupt);
    }

    [Test]
    public async Task Corrupt_checkpoint_is_set_aside_and_loading_fails_until_it_is_removed()
    {
        await _state.SaveAsync("a", "1");
        var corrupt = (await File.ReadAllBytesAsync(PathOfA))[..50];
        await File.WriteAllBytesAsync(PathOfA, corrupt);

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.That(
                () => _state.CursorAsync("a"),
                ThrowsCorrupt.With.Message.Contains("a.json is corrupt").And.Message.Contains("set aside as a.json.corrupt"));
            Assert.That(await File.ReadAllBytesAsync(PathOfA + ".corrupt"), Is.EqualTo(corrupt));
        }
        Assert.That(_state.Store.Names, Is.EqualTo(new[] { "a" }));

        _state.Store.Remove("a");
        Assert.That(await _state.CursorAsync("a"), Is.Null);
    }

    [Test]
    public async Task A_corrupt_checkpoint_is_kept_when_the_next_one_is_set_aside()
    {
        foreach (var content in new[] { "first", "second" })
        {
            await File.WriteAllTextAsync(PathOfA, content);
            Assert.That(() => _state.CursorAsync("a"), Throws.InstanceOf<CheckpointException>());
        }

        Assert.That(await File.ReadAllTextAsync(PathOfA + ".corrupt"), Is.EqualTo("second"));
        Assert.That(await File.ReadAllTextAsync(PathOfA + ".corrupt.old"), Is.EqualTo("first"));
    }

    [Test]
    public async Task Read_only_store_reports_a_corrupt_checkpoint_and_leaves_it_in_place()
    {
        await File.WriteAllTextAsync(PathOfA, "{}");
        using var reader = FileCheckpointStore.OpenReadOnly(_state.Path);

        Assert.That(
            async () => await reader.LoadAsync("a"),
            ThrowsCorrupt.With.Message.Contains("a.json is corrupt: it was truncated or changed. Restore a backup")
                .And.Message.Not.Contains("set aside"));
        Assert.That(await File.ReadAllTextAsync(PathOfA), Is.EqualTo("{}"));
    }

    [Test]
    public async Task Checkpoint_of_a_later_version_is_rejected_and_left_in_place()
    {
        await _state.SaveAsync("a", "1");
        var later = WithNewHash(json => json["version"] = 2);
        await File.WriteAllBytesAsync(PathOfA, later);

        Assert.That(
            () => _state.CursorAsync("a"),
            Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.TooNew)
                .And.Message.Contains("it has version 2, but this library reads version 1"));
        Assert.That(await File.ReadAllBytesAsync(PathOfA), Is.EqualTo(later));
    }

    private byte[] WithNewHash(Action<JObject> change)
    {
        var json = JObject.Parse(File.ReadAllText(PathOfA));
        json.Remove("sha256");
        change(json);
        var bytes = Encoding.UTF8.GetBytes(json.ToString(Formatting.None))[..^1];
        return [.. bytes, .. Encoding.UTF8.GetBytes($",\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"}}\n")];
    }
}
