using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Which files use one of some namespaces, or stand in one: what kind of code they are.</summary>
internal sealed class FileUsings
{
    private readonly ConcurrentDictionary<SyntaxTree, bool> trees = new();
    private readonly string[] namespaces;
    private readonly string[] exceptions;
    private readonly bool standing;

    /// <param name="namespaces">Each with all that is below it.</param>
    /// <param name="exceptions">Namespaces below them that say nothing.</param>
    /// <param name="standing">Whether a file counts that stands in one itself.</param>
    public FileUsings(string[] namespaces, bool standing, params string[] exceptions)
    {
        this.standing = standing;
        this.namespaces = namespaces;
        this.exceptions = exceptions;
    }

    /// <summary>One of the files that declare the type does.</summary>
    public bool AreUsedBy(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (var part in type.DeclaringSyntaxReferences)
        {
            if (trees.GetOrAdd(part.SyntaxTree, t => Uses(t, cancellation)))
                return true;
        }

        return false;
    }

    /// <summary>Some file uses one for the whole compilation: global using Xunit;</summary>
    public bool AreUsedByAll(Compilation compilation, CancellationToken cancellation) =>
        compilation.SyntaxTrees.Any(t => t.GetRoot(cancellation) is CompilationUnitSyntax unit && unit.Usings.Any(u => !u.GlobalKeyword.IsMissing && u.GlobalKeyword.Text.Length > 0 && IsMeant(u)));

    private bool Uses(SyntaxTree tree, CancellationToken cancellation) => tree.GetRoot(cancellation) is CompilationUnitSyntax unit
        && (unit.Usings.Any(IsMeant) || unit.Members.OfType<BaseNamespaceDeclarationSyntax>().Any(n => standing && IsBelow(n.Name.ToString(), namespaces) || n.Usings.Any(IsMeant)));

    private bool IsMeant(UsingDirectiveSyntax directive) => directive.Name is { } name && IsBelow(name.ToString(), namespaces) && !IsBelow(name.ToString(), exceptions);

    private static bool IsBelow(string name, string[] outer) => Array.Exists(outer, t => name.StartsWith(t, StringComparison.Ordinal) && (name.Length == t.Length || name[t.Length] == '.'));
}
