using System.CommandLine;
using System.CommandLine.Parsing;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Describes what is wrong with a command line, in one line.</summary>
internal static class ParseErrors
{
    public static string Describe(ParseResult command)
    {
        return $"{Problem(command)} See {CliCommand.PathOf(command.CommandResult.Command)} --help.";
    }

    /// <summary>Returns the first word that looks like an option but was parsed as an argument; null if there is none.</summary>
    public static string? UnknownOption(ParseResult command) => command.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : command.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value).Concat(command.UnmatchedTokens)
            .FirstOrDefault(word => word.Length > 1 && word.StartsWith('-'));

    private static string Problem(ParseResult command)
    {
        var commands = command.CommandResult.Command.Subcommands.Select(known => known.Name).ToList();
        if (commands.Count > 0 && command.UnmatchedTokens is [[not '-', ..] name, ..])
            return $"unknown command {Format.Argument(name)}.{NearestWord.DidYouMean(name, commands)}";
        if (UnknownOption(command) is { } option)
        {
            var options = command.CommandResult.Command.Options
                .Concat(command.RootCommandResult.Command.Options.Where(known => known.Recursive)).Select(known => known.Name);
            return $"unknown option {Format.Argument(option)}.{NearestWord.DidYouMean(option.Split('=', ':')[0], options)}";
        }
        if (command.UnmatchedTokens is [var word, ..])
            return $"unknown argument {Format.Argument(word)}.";
        return WrongType(command.Errors[0]) ?? Format.Lowercase(
            string.Join(' ', command.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    // System.CommandLine names the .NET type of a value that it cannot parse.
    private static string? WrongType(ParseError error)
    {
        if ((error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult) is not { } result
            || !error.Message.Contains("'System.", StringComparison.Ordinal))
            return null;
        var form = Type.GetTypeCode(Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Double => "a number",
            _ => "a whole number in its range",
        };
        return $"{result.Option.Name} {SafeText.Quote(result.Tokens.Count > 0 ? result.Tokens[0].Value : "")} is not {form}.";
    }
}
