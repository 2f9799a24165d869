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

    public static bool Is(Node wait, CancellationToken cancellation) => wait.Body.Member.Member is var member && member.GetAttributes().Any(IsAbout) || IsJustified(member.ContainingType) || IsUnderPragma(wait.Syntax, cancellation);

    private static bool IsAbout(AttributeData attribute) => attribute.AttributeClass?.Name == "SuppressMessageAttribute" && attribute.ConstructorArguments.Length > 1 && attribute.ConstructorArguments[1].Value is string id && Names(id);

    /// <summary>On the type itself it counts with a reason; without one it is about everything that may come.</summary>
    private static bool IsJustified(INamedTypeSymbol? type) => type?.GetAttributes().Any(a => IsAbout(a) && a.NamedArguments.Any(n => n.Key == "Justification" && n.Value.Value is string { Length: > 0 } reason && reason != "<Pending>")) == true;

    /// <summary>#pragma warning disable VSTHRD002 in the outermost type, not restored before the wait; one over the whole file is about all of it.</summary>
    private static bool IsUnderPragma(SyntaxNode wait, CancellationToken cancellation)
    {
        var accepted = false;
        var start = wait.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().LastOrDefault()?.OpenBraceToken.SpanStart ?? 0;
        for (var directive = wait.SyntaxTree.GetRoot(cancellation) is CompilationUnitSyntax unit ? unit.GetFirstDirective() : null; directive != null && directive.SpanStart < wait.SpanStart; directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax pragma && pragma.SpanStart > start && (pragma.ErrorCodes.Any(c => Names(c.ToString())) || accepted && pragma.ErrorCodes.Count == 0))
                accepted = pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword);
        }

        return accepted;
    }

    private static bool Names(string id) => Array.Exists(Reports, r => id.StartsWith(r, StringComparison.Ordinal));
}
