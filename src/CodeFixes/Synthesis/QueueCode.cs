using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// A bounded queue between a handler and its work: the handler writes without waiting and counts what is refused, one worker awaits the
/// work item by item and isolates failures, and the closing members complete, cancel after a grace, and wait.
/// </summary>
internal sealed class QueueCode
{
    private const string Grace = "FromSeconds(10)";

    private readonly FixRequest request;
    private readonly TypeEdit edit;
    private readonly Template template;
    private readonly MemberCode names;
    private readonly INamedTypeSymbol symbol;
    private readonly bool isNullable;
    private readonly string queue;
    private readonly string stop;
    private readonly string worker;
    private readonly string refused;

    public QueueCode(FixRequest request, TypeEdit edit, MemberCode names, INamedTypeSymbol symbol)
    {
        this.request = request;
        this.edit = edit;
        this.names = names;
        this.symbol = symbol;
        template = new Template(request);
        isNullable = request.Model.GetNullableContext(edit.Type.OpenBraceToken.SpanStart).AnnotationsEnabled();
        queue = names.FreeField("queue");
        stop = names.FreeField("stop");
        worker = names.FreeField("worker");
        refused = names.FreeField("refused");
    }

    /// <summary>The token that ends the work when the grace is over.</summary>
    public string Token => stop + ".Token";

    /// <summary>The work takes the token.</summary>
    public bool UsesToken { get; set; }

    /// <summary>A detach that the closing member does first; null when none is known.</summary>
    public string? Detach { get; set; }

    /// <summary>The statement that starts the worker, to be put where the handler is attached; null when the constructors start it.</summary>
    public StatementSyntax? StartAtRegistration { get; private set; }

    /// <summary>Writes fields, worker, start and stop; false when one of them has no right place.</summary>
    public bool TryAdd(QueueItem item, int capacity, string name, string work, bool isAwaited, SyntaxNode after, bool hasRegistration)
    {
        var loop = names.Free("Run" + name + "QueueAsync");
        var constructors = names.Constructors();
        if (constructors == null && !hasRegistration)
            return false;
        AddFields(item, capacity, constructors != null);
        if (constructors != null)
            names.AtEndOfConstruction(edit, template, constructors, Start(loop) + ";");
        else
            StartAtRegistration = template.Statement(LateStart(loop));
        edit.AddMember(template.Member(Loop(item, loop, work, isAwaited)), after);
        var closing = new ClosingCode(template, edit.Type, symbol);
        return closing.TryAdd(edit, StopWork(constructors == null)) && !template.IsIncomplete;
    }

    /// <summary>What is left of the handler.</summary>
    public BlockSyntax HandlerBody(QueueItem item)
    {
        var value = item.Parts.Count switch
        {
            0 => "true",
            1 => item.Parts[0].Expression,
            _ => "(" + string.Join(", ", item.Parts.Select(p => p.Expression)) + ")",
        };
        return template.Block($"{{\nif (!{queue}.Writer.TryWrite({value}))\n{template.Type("System.Threading.Interlocked")}.Increment(ref {refused});\n}}");
    }

    /// <summary>The member that does the work of one item.</summary>
    public MethodDeclarationSyntax WorkMember(QueueItem item, string name, SyntaxNode body, bool isAwaited)
    {
        var returned = isAwaited ? "async " + template.Type("System.Threading.Tasks.Task") : "void";
        var parameters = string.Join(", ", item.Parts.Select(p => template.Type(p.Type) + " " + p.Name));
        var method = (MethodDeclarationSyntax)template.Member($"private {returned} {name}({parameters})\n{{\n}}\n");
        if (body is BlockSyntax block)
            return method.WithBody(OnLines(block, method).WithLeadingTrivia(method.Body!.GetLeadingTrivia()).WithTrailingTrivia(method.Body.GetTrailingTrivia()));
        var end = SyntaxFactory.Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(method.GetTrailingTrivia());
        return method
            .WithParameterList(method.ParameterList.WithTrailingTrivia(SyntaxFactory.Space))
            .WithBody(null)
            .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(SyntaxFactory.Space), ((ExpressionSyntax)body).WithoutTrivia()))
            .WithSemicolonToken(end);
    }

    /// <summary>{ Work(); } on three lines.</summary>
    private static BlockSyntax OnLines(BlockSyntax block, MethodDeclarationSyntax like)
    {
        if (block.Statements.Count == 0 || block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) || block.CloseBraceToken.GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia))
            return block;
        var end = SyntaxFactory.EndOfLine(Template.LineEndOf(like));
        return block
            .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end))
            .WithStatements(SyntaxFactory.List(block.Statements.Select(s => s.WithTrailingTrivia(end))));
    }

    private void AddFields(QueueItem item, int capacity, bool startsInConstructor)
    {
        var itemType = ItemType(item);
        var channelOfItem = template.Type("System.Threading.Channels.Channel", itemType);
        var channel = template.Type("System.Threading.Channels.Channel");
        var options = template.Type("System.Threading.Channels.BoundedChannelOptions");
        var mode = template.Type("System.Threading.Channels.BoundedChannelFullMode");
        edit.AddField(template.Field($"private readonly {channelOfItem} {queue} = {channel}.CreateBounded<{template.Type(itemType)}>(new {options}({capacity}) {{ FullMode = {mode}.Wait, SingleReader = true }});"));
        var source = template.Type("System.Threading.CancellationTokenSource");
        edit.AddField(template.Field($"private readonly {source} {stop} = new{(request.LanguageVersion >= LanguageVersion.CSharp9 ? string.Empty : " " + template.Type("System.Threading.CancellationTokenSource"))}();"));
        var task = template.Type("System.Threading.Tasks.Task");
        var nullable = isNullable ? "?" : string.Empty;
        edit.AddField(template.Field(startsInConstructor ? $"private readonly {task} {worker};" : $"private {task}{nullable} {worker};"));
        edit.AddField(template.Field($"private long {refused};"));
    }

    private ITypeSymbol ItemType(QueueItem item)
    {
        var compilation = request.Model.Compilation;
        return item.Parts.Count switch
        {
            0 => compilation.GetSpecialType(SpecialType.System_Boolean),
            1 => TypeOf(item.Parts[0]),
            _ => compilation.CreateTupleTypeSymbol(
                System.Collections.Immutable.ImmutableArray.CreateRange(item.Parts.Select(TypeOf)),
                System.Collections.Immutable.ImmutableArray.CreateRange(item.Parts.Select(p => (string?)(char.ToUpperInvariant(p.Name[0]) + p.Name.Substring(1)))),
                elementNullableAnnotations: System.Collections.Immutable.ImmutableArray.CreateRange(item.Parts.Select(p => TypeOf(p).NullableAnnotation))),
        };
    }

    private ITypeSymbol TypeOf(QueuePart part) => isNullable ? part.Type : Template.Bare(part.Type);

    private string Start(string loop) => $"{worker} = {template.Type("System.Threading.Tasks.Task")}.Run({loop})";

    private string LateStart(string loop) => $"{worker} ??= {template.Type("System.Threading.Tasks.Task")}.Run({loop});";

    private string Loop(QueueItem item, string loop, string work, bool isAwaited)
    {
        var element = item.Parts.Count switch
        {
            0 => "var _",
            1 => "var " + item.Parts[0].Name,
            _ => "var (" + string.Join(", ", item.Parts.Select(p => p.Name)) + ")",
        };
        var call = $"{(isAwaited ? "await " : string.Empty)}{work}({string.Join(", ", item.Parts.Select(p => p.Name))})";
        return $$"""
            private async {{template.Type("System.Threading.Tasks.Task")}} {{loop}}()
            {
            await foreach ({{element}} in {{queue}}.Reader.ReadAllAsync())
            {
            if ({{stop}}.IsCancellationRequested)
            break;
            try
            {
            {{call}};
            }
            {{Stopped()}}            catch ({{template.Type("System.Exception")}} {{Failure(item)}})
            {
            {{template.Type("System.Console")}}.Error.WriteLine({{Failure(item)}});
            }
            }
            }

            """.Replace("\r\n", "\n");
    }

    /// <summary>Work that the stop cancels is no failure.</summary>
    private string Stopped() => UsesToken ? $"catch ({template.Type("System.OperationCanceledException")}) when ({stop}.IsCancellationRequested)\n{{\nbreak;\n}}\n" : string.Empty;

    private static string Failure(QueueItem item) => item.Parts.Any(p => p.Name == "failure") ? "workFailure" : "failure";

    private ClosingWork StopWork(bool maybeNotStarted)
    {
        var span = template.Type("System.TimeSpan");
        var detach = Detach == null ? string.Empty : Detach + "\n";
        var noWorker = maybeNotStarted ? $"{worker} == null || " : string.Empty;
        var sync = $"{detach}if ({queue}.Writer.TryComplete())\n{{\nif ({noWorker}{worker}.Wait({span}.{Grace}))\n{stop}.Dispose();\nelse\n{stop}.Cancel();\n}}";
        var wait = maybeNotStarted ? $"if ({worker} != null)\nawait {worker}.ConfigureAwait(false);" : $"await {worker}.ConfigureAwait(false);";
        var awaiting = $"{detach}if ({queue}.Writer.TryComplete())\n{{\n{stop}.CancelAfter({span}.{Grace});\n{wait}\n{stop}.Dispose();\n}}";
        return new ClosingWork(sync, awaiting, isFirst: true);
    }
}
