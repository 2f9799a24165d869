using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Using statements and declarations: what they end, and where.</content>
internal sealed partial class Collector
{
    private void VisitUsing(IUsingOperation use)
    {
        var resources = new List<Value>();
        if (use.Resources is IVariableDeclarationGroupOperation group)
        {
            foreach (var declaration in group.Declarations)
                CollectResources(declaration, resources);
        }
        else
        {
            var resource = Visit(use.Resources);
            // using (_client = Accept()): what the field has then is ended.
            resources.Add(use.Resources is ISimpleAssignmentOperation { Target: IFieldReferenceOperation field } && !Writes(use.Body, field.Field) ? Visit(field) : resource);
        }

        Disposing(use.Resources.Syntax, resources, () => VisitStatement(use.Body));
    }

    /// <summary>_client = …, also as one of several; ref _client; Next(), where Next writes it.</summary>
    private static bool Writes(IOperation body, IFieldSymbol field)
    {
        return body.Descendants().Any(o => o switch
        {
            IAssignmentOperation { Target: ITupleOperation parts } => parts.Elements.Any(IsField),
            IAssignmentOperation { Target: var target } => IsField(target),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var given } => IsField(given),
            IInvocationOperation { TargetMethod: var called } => IsWriter(called, field, 0),
            _ => false,
        });

        bool IsField(IOperation place) => place is IFieldReferenceOperation written && SymbolEqualityComparer.Default.Equals(written.Field, field);
    }

    /// <summary>A member of the type in whose text, or in that of one it calls, the field gets a value.</summary>
    private static bool IsWriter(IMethodSymbol called, IFieldSymbol field, int depth)
    {
        if (depth > 2 || !SymbolEqualityComparer.Default.Equals(called.ContainingType, field.ContainingType))
            return false;
        foreach (var node in called.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes()))
        {
            if (node is AssignmentExpressionSyntax { Left: var left } && (left is TupleExpressionSyntax parts ? parts.Arguments.Any(a => IsNamed(a.Expression)) : IsNamed(left)) || node is ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: var given } && IsNamed(given))
                return true;
            if (node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax next } && field.ContainingType.GetMembers(next.Identifier.ValueText).OfType<IMethodSymbol>().Any(m => IsWriter(m, field, depth + 1)))
                return true;
        }

        return false;

        bool IsNamed(ExpressionSyntax place) => (place is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var own } ? own : place) is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name;
    }

    /// <summary>try { … } finally { dispose each resource }.</summary>
    private void Disposing(SyntaxNode syntax, List<Value> resources, System.Action inner)
    {
        if (LockOfResources(resources) is { } id)
        {
            UnderLock(syntax, id, inner);
            return;
        }

        var tryBody = NewBlock(syntax, BlockRole.TryBody);
        var cleanup = NewBlock(syntax, BlockRole.Finally);
        var node = new TryNode(syntax, tryBody, new List<CatchClause>(), cleanup) { IsUsing = true };
        tryBody.Owner = cleanup.Owner = node;
        Add<TryNode>(node);
        Within(tryBody, inner);
        Within(cleanup, () =>
        {
            for (var i = resources.Count - 1; i >= 0; i--)
                Add(new DisposeNode(syntax, resources[i], null, isCertain: true) { IsUsing = true });
        });
    }
}
