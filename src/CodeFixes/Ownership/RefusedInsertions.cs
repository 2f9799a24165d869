using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>A flag that Dispose sets and every insertion tests, both under the lock of the collection: nothing gets in after the drain.</summary>
internal static class RefusedInsertions
{
    /// <summary>Adds the flag and its tests, and gives its name; null when an insertion stands where it cannot be refused.</summary>
    public static string? TryAdd(FixRequest request, TypeEdit edit, INamedTypeSymbol owner, ISymbol store, string gate, Template template)
    {
        var insertions = edit.Type.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == store.Name && IsInsertion(n) && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(n, request.Cancellation).Symbol, store))
            .ToList();
        var locks = new HashSet<LockStatementSyntax>();
        foreach (var insertion in insertions)
        {
            var around = insertion.Ancestors().OfType<LockStatementSyntax>().LastOrDefault(l => l.Expression.ToString() == gate);
            if (around is not { Statement: BlockSyntax } || Waits.FunctionOf(insertion) is not { } function || Waits.FunctionOf(around) != function || MakesBefore(function, around))
                return null;
            locks.Add(around);
        }

        if (locks.Count == 0)
            return null;
        var flag = new MemberCode(request, edit.Type, owner).FreeField("disposed");
        edit.AddField(template.Field($"private bool {flag};"));
        var exception = Template.Find(request.Model.Compilation, "System.ObjectDisposedException");
        var test = exception?.GetMembers("ThrowIf").Length > 0
            ? $"{template.Type("System.ObjectDisposedException")}.ThrowIf({flag}, this);"
            : $"if ({flag})\nthrow new {template.Type("System.ObjectDisposedException")}(nameof({owner.Name}));";
        foreach (var one in locks)
        {
            var block = (BlockSyntax)one.Statement;
            edit.Replace(block, current => ClosingBody.AddFirst(current, template.Statements(test)));
        }

        return flag;
    }

    /// <summary>A call, or an assignment to an element, by which something gets in.</summary>
    public static bool IsInsertion(IdentifierNameSyntax store)
    {
        SyntaxNode at = store.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } self ? self : store;
        return at.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax, Name.Identifier.ValueText: var name } => name is "Insert" or "Enqueue" or "Push" or "TryEnqueue" || name.StartsWith("Add") || name.StartsWith("TryAdd") || name.StartsWith("GetOrAdd"),
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } element => assignment.Left == element,
            _ => false,
        };
    }

    /// <summary>What is made before the lock would be lost by a refusal inside.</summary>
    private static bool MakesBefore(SyntaxNode function, LockStatementSyntax around) =>
        function.DescendantNodes().Any(n => n is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax && n.SpanStart < around.SpanStart);
}
