/*
 * pfx KIND CERTIFICATE KEY OUT: the PKCS #12 files that "openssl pkcs12" does not make.  CERTIFICATE and KEY are PEM files.
 *   other-key     a key that is not the certificate's, under one localKeyID
 *   no-password   protected with no password at all, which is not the empty one (RFC 7292, B.1)
 *   bare-key      certificate and key unencrypted
 *   two-keys      the key twice: once for the certificate, once without a localKeyID, in a safe of its own with another password
 */
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <stdio.h>
#include <string.h>

static unsigned char id[] = { 1, 0, 0, 0 };      /* what Windows writes */

static void *
read_pem(const char *path, int key)
{
	BIO *in = BIO_new_file(path, "r");
	void *object = in == NULL ? NULL : key ? (void *)PEM_read_bio_PrivateKey(in, NULL, NULL, NULL) : (void *)PEM_read_bio_X509(in, NULL, NULL, NULL);

	BIO_free(in);
	return object;
}

static void
add_key(STACK_OF(PKCS7) **safes, EVP_PKEY *key, int pbe, const char *password, int with_id)
{
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
	PKCS12_SAFEBAG *bag = PKCS12_add_key(&bags, key, 0, 2000, pbe, password);

	if (with_id)
		PKCS12_add_localkeyid(bag, id, sizeof id);
	PKCS12_add_friendlyname_utf8(bag, "te-4c2f", -1);
	PKCS12_add_safe(safes, bags, -1, 0, NULL);
	sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

int
main(int argc, char **argv)
{
	const char *kind = argc == 5 ? argv[1] : "", *password = strcmp(kind, "no-password") == 0 ? NULL : "contoso";
	const int bare = strcmp(kind, "bare-key") == 0, pbe = bare ? -1 : NID_pbe_WithSHA1And3_Key_TripleDES_CBC;
	X509 *certificate = argc == 5 ? read_pem(argv[2], 0) : NULL;
	EVP_PKEY *key = argc == 5 ? read_pem(argv[3], 1) : NULL;
	STACK_OF(PKCS7) *safes = NULL;
	STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
	BIO *out;
	PKCS12 *p12;

	if (certificate == NULL || key == NULL)
		return 1;
	add_key(&safes, key, pbe, password, 1);
	if (strcmp(kind, "two-keys") == 0)
		add_key(&safes, key, pbe, "another", 0);
	PKCS12_add_localkeyid(PKCS12_add_cert(&bags, certificate), id, sizeof id);
	PKCS12_add_safe(&safes, bags, pbe, 2000, password);
	p12 = PKCS12_add_safes(safes, 0);
	out = BIO_new_file(argv[4], "wb");
	return PKCS12_set_mac(p12, password, password != NULL ? -1 : 0, NULL, 8, 2000, EVP_sha1()) == 1 && i2d_PKCS12_bio(out, p12) == 1 &&
	    BIO_flush(out) == 1 ? 0 : 1;
}
