using LeakGuard.Package.Tests.Support;

namespace LeakGuard.Package.Tests.Documentation;

/// <summary>A file, or the part of it between two markers, that is made from the rules. LEAKGUARD_UPDATE=1 writes it anew.</summary>
internal static class Generated
{
    private const string Begin = "<!-- rules:begin -->\n";
    private const string End = "<!-- rules:end -->\n";

    private static bool Update => Environment.GetEnvironmentVariable("LEAKGUARD_UPDATE") == "1";

    public static void CheckFile(string text, params string[] path)
    {
        var file = Repository.PathOf(path);
        if (Update)
            Write(file, text);
        Assert.True(File.Exists(file) && Read(file) == text, $"{Path.GetFileName(file)} does not match the rules. LEAKGUARD_UPDATE=1 dotnet test tests/Package.Tests writes it.");
    }

    public static void CheckSection(string text, params string[] path)
    {
        var current = Read(Repository.PathOf(path));
        var begin = current.IndexOf(Begin, StringComparison.Ordinal);
        var end = current.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{path[^1]} has no section between {Begin.Trim()} and {End.Trim()}.");
        CheckFile($"{current[..(begin + Begin.Length)]}\n{text}\n{current[end..]}", path);
    }

    private static string Read(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    private static void Write(string file, string text)
    {
        if (!File.Exists(file) || Read(file) != text)
            File.WriteAllText(file, text);
    }
}
