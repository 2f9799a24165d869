using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakGuard.CodeFixes.Tests.Workspaces;

/// <summary>What the documents of a test project are compiled with.</summary>
internal sealed record Sources
{
    /// <summary>Usings that samples share, so that each sample shows only what it is about.</summary>
    public const string Prelude =
        """
        global using System;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    public LanguageVersion Language { get; init; } = LanguageVersion.Latest;

    /// <summary>Whether the project has the usings of <see cref="Prelude"/>; before C# 10 it cannot.</summary>
    public bool HasPrelude { get; init; } = true;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Disable;

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public IEnumerable<MetadataReference> Packages { get; init; } = [];

    /// <summary>The lines of the .editorconfig that say how the files are written.</summary>
    public string Style { get; init; } = "end_of_line = lf\nindent_style = space\nindent_size = 4";

    /// <summary>Microsoft.Extensions.Caching.Memory, with what it needs.</summary>
    public static IEnumerable<MetadataReference> MemoryCache =>
        new[] { "Caching.Abstractions", "Caching.Memory", "Options", "Primitives" }
            .Select(name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, $"Microsoft.Extensions.{name}.dll")));
}
