using System.ComponentModel;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter12.Y01_TAKEN_OF_SOME_USERS
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new(); //! LEAK1004

        public void Open(string user, string host) => _links.Add(user, new TcpClient(host, 5222));

        public void Send(string user, byte[] data) => _links[user].GetStream().Write(data);

        public List<TcpClient> Take(IEnumerable<string> users)
        {
            var taken = new List<TcpClient>();
            foreach (var user in users)
            {
                if (_links.Remove(user, out var link))
                    taken.Add(link);
            }

            return taken;
        }
    }

    public sealed class ChatServer : IDisposable
    {
        private readonly LinkTable _table = new();

        public void Login(string user, string host) => _table.Open(user, host);

        public void Say(string user, byte[] data) => _table.Send(user, data);

        public void Logout(params string[] users)
        {
            foreach (var link in _table.Take(users))
                link.Dispose();
        }

        public void Dispose() => Console.Error.WriteLine("chat is over");
    }
}

namespace Samples.ToTheLetter12.Y02_TAKEN_OF_DEAD_ONES
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new(); //! LEAK1004

        public void Open(string user, string host) => _links.Add(user, new TcpClient(host, 5222));

        public void Send(string user, byte[] data) => _links[user].GetStream().Write(data);

        public List<TcpClient> TakeDead()
        {
            var taken = new List<TcpClient>();
            foreach (var user in _links.Where(l => !l.Value.Connected).Select(l => l.Key).ToList())
            {
                if (_links.Remove(user, out var link))
                    taken.Add(link);
            }

            return taken;
        }
    }

    public sealed class ChatServer : IDisposable
    {
        private readonly LinkTable _table = new();

        public void Login(string user, string host) => _table.Open(user, host);

        public void Say(string user, byte[] data) => _table.Send(user, data);

        public void Sweep()
        {
            foreach (var link in _table.TakeDead())
                link.Dispose();
        }

        public void Dispose() => Console.Error.WriteLine("chat is over");
    }
}

namespace Samples.ToTheLetter12.Y04_TAKEN_ONE_AFTER_THE_OTHER
{
    public sealed class LinkTable
    {
        private readonly Dictionary<string, TcpClient> _links = new();

        public void Open(string user, string host) => _links.Add(user, new TcpClient(host, 5222));

        public void Send(string user, byte[] data) => _links[user].GetStream().Write(data);

        public IReadOnlyList<string> Users => _links.Keys.ToList();

        public TcpClient? Take(string user) => _links.Remove(user, out var link) ? link : null;
    }

    public sealed class ChatServer : IDisposable
    {
        private readonly LinkTable _table = new();

        public void Login(string user, string host) => _table.Open(user, host);

        public void Say(string user, byte[] data) => _table.Send(user, data);

        public void Dispose()
        {
            foreach (var user in _table.Users)
                _table.Take(user)?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter12.Z01_ADDRESSES_RESOLVED
{
    public sealed class ResolvedEventArgs : AsyncCompletedEventArgs
    {
        public ResolvedEventArgs(string address, Exception? error) : base(error, false, null) => Address = address;

        public string Address { get; }
    }

    /// <summary>A directory that the whole office uses.</summary>
    public interface IDirectory
    {
        /// <summary>Whenever anybody's address is known.</summary>
        event EventHandler<ResolvedEventArgs>? AddressResolved;

        void AddAsync(string name);
    }

    public sealed class Mirror : IDisposable
    {
        private readonly IDirectory _directory;
        private readonly HttpClient _http = new();

        public Mirror(IDirectory directory)
        {
            _directory = directory;
            _directory.AddressResolved += OnResolved;
        }

        public void Enter(string name) => _directory.AddAsync(name);

        private void OnResolved(object? sender, ResolvedEventArgs e) => _http.PostAsync("http://mirror/", new StringContent(e.Address)).Wait(); //! LEAK3001

        public void Dispose()
        {
            _directory.AddressResolved -= OnResolved;
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter12.Z02_TERMINATION_OF_CONTAINERS
{
    public interface IEngine
    {
        /// <summary>Tells when the container with that name ends.</summary>
        void OnTermination(Action told, string container);

        void Run(string container);
    }

    public sealed class Runner : IDisposable
    {
        private readonly IEngine _engine;
        private readonly HttpClient _http = new();

        public Runner(IEngine engine) => _engine = engine;

        public void Run(IEnumerable<string> containers)
        {
            foreach (var container in containers)
            {
                _engine.OnTermination(Report, container);
                _engine.Run(container);
            }
        }

        private void Report() => _http.PostAsync("http://report/", null).Wait(); //! LEAK3001

        public void Dispose() => _http.Dispose();
    }
}
