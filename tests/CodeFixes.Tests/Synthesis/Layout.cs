using System.Text.RegularExpressions;
using LeakGuard.CodeFixes.Tests.Workspaces;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>
/// Another way to write a file that must make no difference to a fix: what is fixed in the file written so is what is fixed in the plain
/// file, written so.
/// </summary>
/// <param name="Name">What is different.</param>
/// <param name="Write">Writes a plain file, before or after the fix.</param>
/// <param name="Style">The .editorconfig.</param>
internal sealed partial record Layout(string Name, Func<string, string> Write, string Style = Layout.Plain)
{
    private const string Plain = "end_of_line = lf\nindent_style = space\nindent_size = 4";
    private const string Windows = "end_of_line = crlf\nindent_style = space\nindent_size = 4";

    public static Layout[] All { get; } =
    [
        new("CRLF where LF is the rule", text => text.ReplaceLineEndings("\r\n")),
        new("LF where CRLF is the rule", text => text, Windows),
        new("tabs", text => Indent().Replace(text, m => new string('\t', m.Length / 4)), "end_of_line = lf\nindent_style = tab\nindent_size = 4\ntab_width = 4"),
        new("header and file-scoped namespace", text => "// Copyright of somebody.\n// All rights.\n\n" + Within(text, "namespace Some.Place;\n\n", "\n", string.Empty)),
        new("nested type in a namespace", text => Within(Within(text, "internal static partial class Outer\n{\n", "\n}", "    "), "namespace Some.Place\n{\n", "\n}", "    ")),
        new("region and documentation", text => Within(text, "#region Holder\n\n/// <summary>Holds.</summary>\n[Serializable] // really\n", " // the end\n\n#endregion", string.Empty)),
        new("condition", text => Within(text, "#if !NEVER\n", "\n#endif", string.Empty)),
        new("generic type", text => text.Replace("class First", "class First<TItem>", StringComparison.Ordinal).Replace("First Create", "First<TItem> Create", StringComparison.Ordinal)),
        new("record", text => text.Replace("sealed class First", "sealed record First", StringComparison.Ordinal)),
    ];

    public Sources Sources => new() { Style = Style, Nullable = Microsoft.CodeAnalysis.NullableContextOptions.Enable };

    public override string ToString() => Name;

    /// <summary>Puts something around what follows the usings.</summary>
    private static string Within(string text, string before, string after, string indent)
    {
        var usings = Usings().Match(text).Value;
        return usings + before + NotEmpty().Replace(text[usings.Length..], indent) + after;
    }

    [GeneratedRegex("^( {2,})", RegexOptions.Multiline)]
    private static partial Regex Indent();

    [GeneratedRegex("^(?=.)", RegexOptions.Multiline)]
    private static partial Regex NotEmpty();

    [GeneratedRegex("^(using [^\n]*\n)*\n?")]
    private static partial Regex Usings();
}
