using System;
using System.Linq;
using System.Threading;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Callbacks;

/// <summary>Waits that the author has looked at: another analyzer's report of a synchronous wait is suppressed there.</summary>
internal static class Accepted
{
    private static readonly string[] Reports = { "VSTHRD002", "VSTHRD103", "VSTHRD104", "CA1849", "S4462", "S6966", "AsyncFixer02", "MA0042", "MA0045" };

    public static bool Is(Node wait, CancellationToken cancellation) => IsSuppressed(wait.Body.Member.Member) || IsUnderPragma(wait.Syntax, cancellation);

    private static bool IsSuppressed(ISymbol member) => member.GetAttributes().Any(a => a.AttributeClass?.Name == "SuppressMessageAttribute" && a.ConstructorArguments.Length > 1 && a.ConstructorArguments[1].Value is string id && Names(id));

    /// <summary>#pragma warning disable VSTHRD002 in the type, not restored before the wait; one over the whole file is about all of it.</summary>
    private static bool IsUnderPragma(SyntaxNode wait, CancellationToken cancellation)
    {
        var accepted = false;
        var start = wait.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.OpenBraceToken.SpanStart ?? 0;
        for (var directive = wait.SyntaxTree.GetRoot(cancellation) is CompilationUnitSyntax unit ? unit.GetFirstDirective() : null; directive != null && directive.SpanStart < wait.SpanStart; directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax pragma && pragma.SpanStart > start && (pragma.ErrorCodes.Any(c => Names(c.ToString())) || accepted && pragma.ErrorCodes.Count == 0))
                accepted = pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword);
        }

        return accepted;
    }

    private static bool Names(string id) => Array.Exists(Reports, r => id.StartsWith(r, StringComparison.Ordinal));
}
