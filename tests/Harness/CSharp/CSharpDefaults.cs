namespace Microsoft.CodeAnalysis.CSharp.Testing;

/// <summary>The options of C# test projects.</summary>
internal static class CSharpDefaults
{
    public const string FileExtension = "cs";

    public static CompilationOptions CompilationOptions { get; }
        = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);

    public static ParseOptions ParseOptions { get; }
        = new CSharpParseOptions(LanguageVersion.Default, DocumentationMode.Diagnose);
}
