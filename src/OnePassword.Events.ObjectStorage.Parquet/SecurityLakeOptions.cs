using System.Globalization;
using System.Text.RegularExpressions;
using OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

namespace OnePassword.Events.ObjectStorage.Parquet;

/// <summary>Options of a <see cref="SecurityLakeLayout"/>.</summary>
public sealed partial record SecurityLakeOptions
{
    /// <summary>Gets the region of the data lake, such as <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Gets the account in the keys: an AWS account ID, or another name.</summary>
    /// <value>
    /// Default: null, <c>external_</c> and the UUID of the 1Password account, or <c>external</c> if it is unknown. AWS recommends
    /// such names for accounts outside of AWS.
    /// </value>
    public string? AccountId { get; init; }

    /// <summary>
    /// Gets the function that returns the name of the custom source of an OCSF class, such as 3002. Security Lake requires a
    /// source per class, with a name of up to 20 characters.
    /// </summary>
    /// <value>Default: <c>1password-</c> and the class, such as <c>1password-3002</c>.</value>
    public Func<int, string> Source { get; init; } =
        classUid => string.Create(CultureInfo.InvariantCulture, $"1password-{classUid}");

    /// <summary>
    /// Gets the function that returns the container of a custom source, by the name of the source: the bucket of the data lake,
    /// with the role of the source. It is called once per source. The layout disposes the container.
    /// </summary>
    /// <value>Default: null, the container of the store.</value>
    public Func<string, IObjectContainer>? Container { get; init; }

    internal static SecurityLakeOptions Checked(SecurityLakeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Region is null || !RegionName().IsMatch(options.Region))
            throw new ArgumentException("Region must be the name of a region, such as eu-central-1.", nameof(options));
        if (options.AccountId is { } account && !AccountName().IsMatch(account))
            throw new ArgumentException("AccountId must be 1 to 64 letters, digits, - _ and dots.", nameof(options));
        if (options.Source is null)
            throw new ArgumentException("Source must not be null.", nameof(options));
        foreach (var name in OcsfTable.All.Select(table => options.Source(table.ClassUid)))
        {
            if (name is null or "." or ".." || !SourceName().IsMatch(name))
            {
                throw new ArgumentException(
                    $"Source must return 1 to 20 letters, digits, - _ and dots, not only dots. It returned '{name}'.",
                    nameof(options));
            }
        }
        return options;
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RegionName();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex AccountName();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,20}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex SourceName();
}
