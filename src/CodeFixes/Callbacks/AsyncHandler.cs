using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Callbacks;

/// <summary>The handler awaits instead of waiting: as it is when it returns a task, with a guarded body when it returns nothing.</summary>
internal static class AsyncHandler
{
    public static Action<SyntaxEditor>? Plan(FixRequest request, HandlerSite site, out TextSpan touched)
    {
        touched = default;
        if (!CanBeAsync(request, site, out var returnsTask))
            return null;
        var edit = new TypeEdit(site.Type);
        var template = new Template(request);
        var awaited = new AwaitCode(request, site.Function, site.Type, new MemberCode(request, site.Type, site.TypeSymbol), token: null);
        if (!awaited.Covers(request.Node))
            return null;
        awaited.RewriteHelpers(edit);
        var body = awaited.Rewrite(site.Body!, site.Function);
        if (!returnsTask)
            body = Guard(template, body, site);
        else if (!site.Symbol.IsAsync && body is BlockSyntax block && ClosingBody.ReturnsOnlyTasks(block))
            body = ClosingBody.AwaitReturns(block);
        Replace(edit, site, body);
        if (template.IsIncomplete)
            return null;
        touched = awaited.HasHelpers ? site.Type.FullSpan : site.Function.Span;
        return edit.ApplyTo;
    }

    /// <summary>A void handler of an event or timer, of which nobody asks when it is done; or one that returns a task without a result.</summary>
    private static bool CanBeAsync(FixRequest request, HandlerSite site, out bool returnsTask)
    {
        returnsTask = ClosingShape.IsTask(site.Symbol.ReturnType);
        if (!returnsTask && !(site.Symbol.ReturnsVoid && request.Diagnostic.Properties.ContainsKey(Reporting.FixFacts.Event)))
            return false;
        if (returnsTask && !site.Symbol.IsAsync && site.Body is not BlockSyntax)
            return false;
        if (site.Symbol.Parameters.Any(p => p.RefKind != RefKind.None || p.Type.IsRefLikeType))
            return false;
        if (site.Function is MethodDeclarationSyntax method && (method.Modifiers.Any(m => m.IsKind(SyntaxKind.UnsafeKeyword) || m.IsKind(SyntaxKind.PartialKeyword)) || !returnsTask && IsMentionedElsewhere(site, method)))
            return false;
        if (!returnsTask && site.Symbol.Parameters.Any(p => QueueItem.IsAnswered(request, site.Body!, p)))
            return false;
        return !site.Function.DescendantNodes().Any(n => n is YieldStatementSyntax);
    }

    /// <summary>Somebody calls it directly and relies on its end.</summary>
    private static bool IsMentionedElsewhere(HandlerSite site, MethodDeclarationSyntax method) =>
        site.Type.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => (call.Expression as SimpleNameSyntax ?? (call.Expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == method.Identifier.ValueText);

    /// <summary>try { … } catch (Exception failure) { … } around everything, since nobody awaits the handler.</summary>
    private static SyntaxNode Guard(Template template, SyntaxNode body, HandlerSite site)
    {
        var taken = site.Function.DescendantTokens().Any(t => t.ValueText == "failure");
        var name = taken ? "handlerFailure" : "failure";
        if (body is BlockSyntax { Statements: { Count: 1 } statements } && statements[0] is TryStatementSyntax attempt && attempt.Catches.Any(c => c.Filter == null && c.Declaration is null or { Type: IdentifierNameSyntax { Identifier.ValueText: "Exception" } } && !c.Block.DescendantNodes().Any(n => n is ThrowStatementSyntax)))
            return body;
        var frame = template.Block($"{{\ntry\n{{\n}}\ncatch ({template.Type("System.Exception")} {name})\n{{\n{template.Type("System.Console")}.Error.WriteLine({name});\n}}\n}}");
        var guarded = (TryStatementSyntax)frame.Statements[0];
        var inner = body as BlockSyntax;
        var content = inner != null
            ? guarded.Block.WithStatements(inner.Statements).WithCloseBraceToken(guarded.Block.CloseBraceToken.WithLeadingTrivia(inner.CloseBraceToken.LeadingTrivia))
            : guarded.Block.WithStatements(SyntaxFactory.SingletonList<StatementSyntax>(SyntaxFactory.ExpressionStatement(((ExpressionSyntax)body).WithoutTrivia())));
        return frame.WithStatements(SyntaxFactory.SingletonList<StatementSyntax>(guarded.WithBlock(content))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static void Replace(TypeEdit edit, HandlerSite site, SyntaxNode body)
    {
        var async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (site.Function is MethodDeclarationSyntax method)
        {
            edit.Replace(method, current =>
            {
                var changed = body is BlockSyntax block
                    ? current.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block.WithTrailingTrivia(current.GetTrailingTrivia()))
                    : current.WithExpressionBody(current.ExpressionBody!.WithExpression((ExpressionSyntax)body));
                return (site.Symbol.IsAsync ? changed : AwaitCode.WithModifier(changed, async)).WithAdditionalAnnotations(Formatter.Annotation);
            });
            return;
        }

        var around = site.Function.Ancestors().First(a => a is StatementSyntax and not BlockSyntax or MemberDeclarationSyntax);
        edit.Replace(around, current => current.WithAdditionalAnnotations(Formatter.Annotation));
        edit.Replace((AnonymousFunctionExpressionSyntax)site.Function, current =>
        {
            var leading = current.GetLeadingTrivia();
            var bare = current.WithoutLeadingTrivia();
            var changed = body is BlockSyntax block ? LambdaCode.WithBlock(bare, block) : bare.WithBody((CSharpSyntaxNode)body);
            return (site.Symbol.IsAsync ? changed : changed.WithAsyncKeyword(async)).WithLeadingTrivia(leading).WithAdditionalAnnotations(Formatter.Annotation);
        });
    }
}
