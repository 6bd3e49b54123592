using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Config;

/// <summary>The names of the accounts. They become parts of file names, and there are disks that do not tell letter cases apart.</summary>
internal sealed partial class AccountNames
{
    private readonly Dictionary<string, string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public string Take(ConfigValue value)
    {
        var name = value.Word();
        if (!Allowed().IsMatch(name))
            throw new InvalidValueException($"{SafeDisplay.Value(value.Node)} is not a name: up to 64 letters, digits, dots, dashes and underscores, a letter or digit first");
        return _taken.TryAdd(name, value.Key)
            ? name
            : throw new InvalidValueException($"{SafeDisplay.Value(value.Node)} is {_taken[name]} as well; names must differ in more than letter case");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Allowed();
}
