using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.ObjectStorage.Layout;

/// <summary>
/// The keys of all objects. Query engines read <c>events/</c>, in the layout of Hive. The objects of <c>chain/</c> are not part
/// of a table.
/// </summary>
internal sealed partial class ObjectKeys(string prefix, string? account)
{
    private const string UnknownAccount = "default";
    private const int HashLength = 16;

    /// <summary>Gets the key of an object that shows whether the storage keeps the condition of a create.</summary>
    public string ConditionTest => $"{prefix}chain/condition-test";

    public static bool IsPrefix(string prefix) =>
        prefix is "" || (prefix is { Length: <= 200 } && Prefix().IsMatch(prefix) && !HasDots(prefix));

    /// <exception cref="ArgumentException">The key is empty, or its address could be that of another bucket.</exception>
    public static void ThrowIfInvalid(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (HasDots(key))
            throw new ArgumentException("A key must not have the segment . or ..", nameof(key));
    }

    /// <summary>Returns the key of an entry of the chain of a follower.</summary>
    public string Entry(string follower, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Chain(follower)}/{number:D12}.json.gz");

    /// <summary>Returns the key of the object that caches the latest position of a follower.</summary>
    public string Latest(string follower) => $"{Chain(follower)}/latest.json";

    /// <summary>Returns the key of the events of an entry, in the partition of a time of arrival.</summary>
    public string Events(string follower, Checkpoint checkpoint, long number, DateTimeOffset arrival, string extension)
    {
        var (feed, owner) = (Name(checkpoint.Feed), Owner(checkpoint));
        var partition = arrival.UtcDateTime.ToString("'dt='yyyy-MM-dd'/hour='HH", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{prefix}events/source=1password/feed={feed}/account={owner}/{partition}/{Name(follower)}-{number:D12}.{extension}");
    }

    /// <summary>Returns the key of an object of a page that a layout divides. Another content results in another key.</summary>
    public string Part(ObjectPart part, string follower, Checkpoint checkpoint, long number, int index, string hash)
    {
        var name = $"{Owner(checkpoint)}-{Name(follower)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{part.Folder}{name}-{number:D12}-{index:D3}-{hash[..HashLength]}.{part.Format.Extension}");
    }

    /// <summary>Returns the key of an archive of such a page.</summary>
    public string Archive(string follower, long number, Guid attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{Chain(follower)}/{number:D12}-{attempt:N}.zip");

    // An address loses these segments.
    private static bool HasDots(string key) => key.Split('/').Any(segment => segment is "." or "..");

    private string Owner(Checkpoint checkpoint) => Escape(account ?? checkpoint.AccountUuid ?? UnknownAccount);

    // Followers of several accounts have the same names. The UUID in the token is not known when a checkpoint is loaded.
    private string Chain(string follower) =>
        account is null ? $"{prefix}chain/{Name(follower)}" : $"{prefix}chain/{Escape(account)}/{Name(follower)}";

    // The names of followers differ in more than case.
    private static string Name(string name) => Escape(name.ToLowerInvariant());

    // As Hive does. A name that starts with a dot or an underscore would be hidden from query engines.
    private static string Escape(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var one in Encoding.UTF8.GetBytes(name))
        {
            var isPlain = char.IsAsciiLetterOrDigit((char)one) || one is (byte)'-'
                || (one is (byte)'.' or (byte)'_' && key.Length > 0);
            if (isPlain)
                key.Append((char)one);
            else
                key.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        }
        return key.ToString();
    }

    [GeneratedRegex(
        @"\A[A-Za-z0-9_.=-]+(/[A-Za-z0-9_.=-]+)*/?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Prefix();
}
