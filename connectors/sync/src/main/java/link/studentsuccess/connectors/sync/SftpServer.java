package link.studentsuccess.connectors.sync;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import link.studentsuccess.connectors.spi.ConnectorProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.AuthProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.ConfigProblem;
import link.studentsuccess.connectors.spi.ConnectorProblem.TransientProblem;
import link.studentsuccess.connectors.spi.Settings;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.BaseBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way of one feed to its district's SFTP server: one connection, to the host that the settings name, with the key
 * they pin. Until the server has proved that key nothing is told to it but the user's name.
 */
final class SftpServer implements AutoCloseable {

    static final String HOST = "sftpHost";
    private static final String PORT = "sftpPort";
    private static final String USER = "sftpUser";
    private static final String HOST_KEY = "sftpHostKey";
    private static final String PASSWORD = "sftpPassword";
    private static final String PRIVATE_KEY = "sftpPrivateKey";

    private static final Pattern KEY_LINE =
            Pattern.compile("(?:.*\\s)?((?:ssh-|ecdsa-)[a-z0-9-]+)\\s+([A-Za-z0-9+/]+=*)(?:\\s.*)?");
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration SIGN_IN_WITHIN = Duration.ofSeconds(30);

    /** A server that says nothing for so long is gone. */
    private static final Duration SILENT_FOR = Duration.ofMinutes(2);

    private final SyncOptions.Outside outside;
    private final Settings settings;
    private @Nullable SshClient client;
    private @Nullable SftpClient sftp;

    SftpServer(SyncOptions.Outside outside, Settings settings) {
        this.outside = outside;
        this.settings = settings;
    }

    /** Signed in; again where the connection broke since. */
    SftpClient sftp() {
        if (sftp != null && sftp.isOpen()) {
            return sftp;
        }
        close();
        try {
            sftp = signedIn();
            return sftp;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private SftpClient signedIn() {
        var user = settings.text(USER);
        var pinned = PinnedKey.of(settings.text(HOST_KEY));
        var way = signIn();
        var addresses = addresses();
        client = client(pinned, way);
        try {
            var session = connected(client, user, addresses);
            awaitProof(session, pinned);
            way.addTo(session, outside);
            authenticate(session);
            return SftpClientFactory.instance().createSftpClient(session);
        } catch (IOException e) {
            throw pinned.refused ? wrongKey() : lost(e);
        }
    }

    private List<InetSocketAddress> addresses() {
        var port = settings.numberOr(PORT, SshConstants.DEFAULT_PORT);
        if (port < 1 || port > 65_535) {
            throw new ConfigProblem("The setting '" + PORT + "' must be a number from 1 to 65535.");
        }
        try {
            var allowed = Arrays.stream(InetAddress.getAllByName(settings.text(HOST)))
                    .filter(outside::allows)
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
            if (allowed.isEmpty()) {
                throw new ConfigProblem(
                        "The SFTP server's address is a private one: this deployment does not allow that.");
            }
            return allowed;
        } catch (UnknownHostException e) {
            throw new TransientProblem("The SFTP server's host name cannot be resolved.", null);
        }
    }

    /** No key, agent, known host or configuration of the machine's own user takes part. */
    private static SshClient client(PinnedKey pinned, SignIn way) {
        var client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        client.setAgentFactory(null);
        client.setUserAuthFactories(List.of(way.method()));
        client.setSignatureFactories(List.copyOf(pinned.signatures));
        client.setServerKeyVerifier((session, address, key) -> pinned.accepts(key));
        client.addSessionListener(pinned);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, SILENT_FOR);
        client.start();
        return client;
    }

    private static ClientSession connected(SshClient client, String user, List<InetSocketAddress> addresses)
            throws IOException {
        IOException last = null;
        for (var address : addresses) {
            try {
                return client.connect(user, address).verify(CONNECT_WITHIN).getSession();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last == null ? new IOException("no address") : last;
    }

    private static void awaitProof(ClientSession session, PinnedKey pinned) throws IOException {
        var events =
                session.waitFor(EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED), SIGN_IN_WITHIN);
        if (pinned.refused) {
            throw wrongKey();
        }
        if (!events.contains(ClientSessionEvent.WAIT_AUTH)) {
            throw new TransientProblem("The SFTP server broke the connection off before the sign-in.", null);
        }
    }

    private static AuthProblem wrongKey() {
        return new AuthProblem("The SFTP server has another host key than the setting '" + HOST_KEY
                + "' pins, so nothing was sent to it: ask the district by telephone for the key and whether it changed,"
                + " and only then correct the setting.");
    }

    private static void authenticate(ClientSession session) throws IOException {
        try {
            session.auth().verify(SIGN_IN_WITHIN);
        } catch (SshException e) {
            // OpenSSH ends with a protocol error after too many failures.
            var code = e.getDisconnectCode();
            if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                    || code == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR) {
                throw new AuthProblem("The SFTP server refused the sign-in: check '" + USER + "' and the "
                        + "password or private key with the district.");
            }
            throw e;
        }
    }

    /** The causes' own messages may name the user and the host. */
    static ConnectorProblem lost(IOException failure) {
        if (failure instanceof InterruptedIOException) {
            Thread.currentThread().interrupt();
            throw new Pulls.Stopped();
        }
        return new TransientProblem(
                "The way to the SFTP server failed: " + failure.getClass().getSimpleName() + ".", null);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close(true);
        }
        client = null;
        sftp = null;
    }

    private SignIn signIn() {
        var password = settings.textOrNull(PASSWORD);
        var privateKey = settings.textOrNull(PRIVATE_KEY);
        if (password != null && privateKey == null) {
            return new SignIn(password, false);
        }
        if (privateKey != null && password == null) {
            return new SignIn(privateKey, true);
        }
        throw new ConfigProblem(
                "One of the settings '" + PASSWORD + "' and '" + PRIVATE_KEY + "' is needed, and only one.");
    }

    /** How to sign in; the secret itself is looked up when the server has proved its key. */
    private record SignIn(String reference, boolean byKey) {

        UserAuthFactory method() {
            return byKey
                    ? new UserAuthPublicKeyFactory(BaseBuilder.DEFAULT_SIGNATURE_PREFERENCE.stream()
                            .filter(BuiltinSignatures::isSupported)
                            .<NamedFactory<Signature>>map(signature -> signature)
                            .toList())
                    : UserAuthPasswordFactory.INSTANCE;
        }

        void addTo(ClientSession session, SyncOptions.Outside outside) {
            var secret = outside.secrets().apply(reference);
            if (byKey) {
                session.addPublicKeyIdentity(keyPair(secret));
            } else {
                session.addPasswordIdentity(secret);
            }
        }

        private static KeyPair keyPair(String text) {
            var stream = new ByteArrayInputStream((text.strip() + "\n").getBytes(StandardCharsets.UTF_8));
            try {
                var pairs = SecurityUtils.loadKeyPairIdentities(
                        null, NamedResource.ofName(PRIVATE_KEY), stream, FilePasswordProvider.EMPTY);
                var found = new ArrayList<KeyPair>();
                if (pairs != null) {
                    pairs.forEach(found::add);
                }
                if (found.size() == 1) {
                    return found.get(0);
                }
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // Told below; the causes' own messages may quote the key.
            }
            throw new ConfigProblem("The setting '" + PRIVATE_KEY
                    + "' must refer to one private key without a passphrase, as ssh-keygen writes it.");
        }
    }

    /** The one key that the server must prove, and the algorithms that prove a key of its type. */
    private static final class PinnedKey implements SessionListener {

        private final PublicKey key;
        private final List<BuiltinSignatures> signatures;
        private volatile boolean refused;

        private PinnedKey(PublicKey key, List<BuiltinSignatures> signatures) {
            this.key = key;
            this.signatures = signatures;
        }

        /** Only algorithms for the pinned type are offered, so a server with several keys proves that one. */
        static PinnedKey of(String line) {
            var matcher = KEY_LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw unusable();
            }
            var type = matcher.group(1);
            var signatures = type.equals("ssh-rsa")
                    ? List.of(BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256)
                    : BuiltinSignatures.VALUES.stream()
                            .filter(signature -> signature.getName().equals(type))
                            .toList();
            if (signatures.isEmpty() || !signatures.stream().allMatch(BuiltinSignatures::isSupported)) {
                throw unusable();
            }
            try {
                var entry = PublicKeyEntry.parsePublicKeyEntry(type + " " + matcher.group(2));
                var key = entry.resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
                if (key == null) {
                    throw unusable();
                }
                return new PinnedKey(key, signatures);
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                throw unusable();
            }
        }

        private static ConfigProblem unusable() {
            return new ConfigProblem(
                    "The setting '" + HOST_KEY + "' must be the server's public key as a known_hosts file"
                            + " has it, such as 'ecdsa-sha2-nistp256 AAAA…' (ecdsa, rsa, or ed25519 where Java has it).");
        }

        /** A server without any key of the pinned type cannot be the one that was pinned. */
        @Override
        public void sessionNegotiationEnd(
                Session session,
                Map<KexProposalOption, String> ours,
                Map<KexProposalOption, String> theirs,
                Map<KexProposalOption, String> agreed,
                @Nullable Throwable failure) {
            var offered = List.of(
                    theirs.getOrDefault(KexProposalOption.SERVERKEYS, "").split(",", -1));
            refused |= failure != null && signatures.stream().noneMatch(s -> offered.contains(s.getName()));
        }

        boolean accepts(PublicKey presented) {
            refused = !KeyUtils.compareKeys(key, presented);
            return !refused;
        }
    }
}
