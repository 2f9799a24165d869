using System;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Ownership;

/// <summary>
/// Comments by which the author says that an entry is left as it is, on purpose: "do not dispose, the pool does that", right before the statement; or a
/// dispose of the very slot that is commented out.
/// </summary>
internal static class SaidByAuthor
{
    private static readonly string[] Refusals = { "do not dispos", "don't dispos", "must not dispos", "must not be dispos", "intentionally not dispos", "no need to dispos" };

    public static bool IsLeft(Store store, AccessNode access)
    {
        var statement = access.Syntax.FirstAncestorOrSelf<StatementSyntax>(s => s is not BlockSyntax);
        if (statement == null)
            return false;
        foreach (var trivia in statement.GetLeadingTrivia())
        {
            if (!trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && !trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                continue;
            var text = trivia.ToString();
            if (Array.Exists(Refusals, w => text.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0) || text.IndexOf(store.Name, StringComparison.Ordinal) is >= 0 and var at && text.IndexOf(".Dispose", at, StringComparison.Ordinal) is >= 0 and var end && end <= at + store.Name.Length + 1)
                return true;
        }

        return false;
    }
}
