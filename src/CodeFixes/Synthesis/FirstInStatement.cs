using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>A call that is evaluated before all else in its statement, so that it can be made before it, under a lock: return map.GetOrAdd(key, make).Value;</summary>
internal sealed class FirstInStatement
{
    private readonly InvocationExpressionSyntax call;
    private readonly Place place;
    private readonly string type;

    private FirstInStatement(InvocationExpressionSyntax call, Place place, string type)
    {
        this.call = call;
        this.place = place;
        this.type = type;
    }

    /// <summary>Null where the call is the whole statement, or something is evaluated before it, or it may not run under a lock.</summary>
    public static FirstInStatement? Of(SyntaxNode node, Place place, SemanticModel model)
    {
        if (node is not InvocationExpressionSyntax call || !IsFirst(call, place) || place.Node.ContainsDirectives || !UnderLock.Allows(call, model))
            return null;
        return model.GetTypeInfo(call).Type is { SpecialType: not SpecialType.System_Void, IsAnonymousType: false } type and not IErrorTypeSymbol
            ? new FirstInStatement(call, place, type.ToMinimalDisplayString(model, call.SpanStart)) : null;
    }

    private static bool IsFirst(InvocationExpressionSyntax call, Place place)
    {
        SyntaxNode at = call;
        while (at.Parent is ParenthesizedExpressionSyntax or AwaitExpressionSyntax || at.Parent is MemberAccessExpressionSyntax access && access.Expression == at || at.Parent is InvocationExpressionSyntax outer && outer.Expression == at)
            at = at.Parent;
        return at != call && (at == place.Node || at.Parent == place.Statement && at.Parent is ReturnStatementSyntax or ExpressionStatementSyntax
            || at.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } } && declaration.Parent == place.Statement);
    }

    /// <summary>Makes the call under the lock, behind a first statement, and leaves its result to the statement.</summary>
    public void Write(DocumentEditor editor, Gate gate, StatementSyntax first)
    {
        var name = Names.In(editor, place.Node).Free("entry");
        place.Replace(editor, call, (statement, current) =>
        [
            Statements.ParseOne($"{type} {name};"),
            Statements.Fresh(LockCode.Lock(gate, [first, Statements.ParseOne($"{name} = {current.WithoutTrivia().ToFullString()};")])),
            statement.ReplaceNode(current, SyntaxFactory.IdentifierName(name).WithTriviaFrom(current)),
        ]);
    }
}
